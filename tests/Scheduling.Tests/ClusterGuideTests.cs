using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Foldline.Scheduling.Tests;

/// <summary>Every command of docs/cluster.md, in order, against the real executable, PostgreSQL and Azurite; only the addresses are other ones.</summary>
[Trait("suite", "full")]
public sealed partial class ClusterGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_commands_of_the_guide_to_clusters_work_as_they_stand()
    {
        var program = Path.Combine(Repository.Root, "infra", "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "foldline.dll");
        if (!File.Exists(program)) Assert.Skip($"{program} is not built; build Pipeline.sln first.");
        await using var azurite = await AzuriteServer.RequireAsync(Path.Combine(_folder.Path, "azurite"));
        var connection = await SharedPostgres.DatabaseAsync();
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        var blocks = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "cluster.md"), TestContext.Current.CancellationToken));
        var script = string.Join('\n', blocks.Select(block => block.Groups[1].Value));
        script = Regex.Replace(script, "export FOLDLINE_DB=.*", $"export FOLDLINE_DB='postgres:{connection}'");
        script = Regex.Replace(script, "export FOLDLINE_BLOBS=.*", $"export FOLDLINE_BLOBS='azure:{azurite.ConnectionString}'");
        script = $"set -euo pipefail\nset -m\nexport MALLOC_ARENA_MAX=1\nexport FOLDLINE_PG='postgresql://{parts.Username}@{parts.Host}:{parts.Port}/{parts.Database}'\n"
            + $"function ./foldline {{ dotnet '{program}' \"$@\"; }}\n{script}";
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(6)).Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        var said = string.Concat(await output);
        process.ExitCode.ShouldBe(0, said);
        File.Exists(Path.Combine(_folder.Path, "results-cluster", "1L2Y", "1L2Y_model.cif")).ShouldBeTrue(said);
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "backup.sql"), TestContext.Current.CancellationToken)).ShouldContain("campaigns");
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
