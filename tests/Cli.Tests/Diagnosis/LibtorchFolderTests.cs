using System.Diagnostics;

namespace Foldline.Cli.Tests.Diagnosis;

/// <summary>Processes of their own, because libtorch is loaded once in each.</summary>
public sealed class LibtorchFolderTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(AppContext.BaseDirectory, "libtorch");
    private readonly string _folder = Directory.CreateTempSubdirectory("foldline-libtorch-").FullName;

    [Fact]
    public async Task Another_libtorch_takes_the_place_of_the_bundled_one()
    {
        foreach (var library in Directory.GetFiles(Bundled).Where(file => !file.Contains("LibTorchSharp", StringComparison.Ordinal)))
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(library)), library);
        var (exit, said) = await DoctorAsync();
        said.ShouldContain($"from FOLDLINE_LIBTORCH={_folder}");
        said.ShouldMatch("ok +device cpu +answers");
        exit.ShouldBeOneOf(0, 4);                                              // 4: HMMER may be missing, which is another matter
    }

    [Fact]
    public async Task A_shim_that_does_not_fit_is_refused_before_it_can_end_the_process()
    {
        foreach (var library in Directory.GetFiles(Bundled)) File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(library)), library);
        var other = Path.Combine(_folder, "libtorch_cpu.so");
        File.Delete(other);
        File.CreateSymbolicLink(other, Path.Combine(Bundled, "libc10.so"));    // a library with none of the functions the shim wants
        var (exit, said) = await DoctorAsync();
        exit.ShouldBe(4);
        said.ShouldContain("does not fit this libtorch");
    }

    [Fact]
    public async Task A_folder_without_libtorch_is_refused_by_name()
    {
        var (exit, said) = await DoctorAsync();
        exit.ShouldBe(4);
        said.ShouldContain($"'{_folder}' has no libc10.so");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Exit, string Said)> DoctorAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "foldline.dll"), "doctor"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder, Environment = { ["FOLDLINE_LIBTORCH"] = _folder },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }
}
