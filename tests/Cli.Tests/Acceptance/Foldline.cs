using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Foldline.Cli.Tests.Acceptance;

/// <summary>The real executable, started as a user starts it: in a folder of its own, with the state in that folder.</summary>
internal sealed class Foldline : IDisposable
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private static readonly string Executable = Path.Combine(Repository.Root, "infra", "Cli", "bin", Configuration, "net10.0", "foldline.dll");

    // By its path: a test may take the PATH away.
    private static readonly string Dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(System.IO.File.Exists);

    /// <summary>The smallest run of the network there is.</summary>
    public static readonly string[] Quick = ["--steps", "1", "--cycles", "1", "--samples", "1"];

    public Foldline()
    {
        Folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "acceptance", Guid.NewGuid().ToString("N")[..12])).FullName;
        Variables["FOLDLINE_DATA"] = Data;
        Variables["MALLOC_ARENA_MAX"] = "1";
        Variables["OMP_NUM_THREADS"] = "1";
    }

    /// <summary>The user's folder.</summary>
    public string Folder { get; }

    /// <summary>Where the results go.</summary>
    public string Out => Path.Combine(Folder, "out");

    /// <summary>Where the state goes.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Environment variables besides the tests' own.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Writes an input file and returns its path.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    /// <summary>
    /// A program of this name in a folder of its own, written in sh; <c>REAL</c> in it stands for the real program. Returns a PATH that finds it first.
    /// </summary>
    public string Script(string name, string text)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var real = path.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).First(System.IO.File.Exists);
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "bin")).FullName, name);
        System.IO.File.WriteAllText(script, $"#!/bin/sh\n{text.Replace("REAL", real, StringComparison.Ordinal)}\n");
        System.IO.File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return $"{Path.GetDirectoryName(script)}{Path.PathSeparator}{path}";
    }

    /// <summary>Runs to the end.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => Start(arguments).EndAsync();

    /// <summary>Starts and returns at once.</summary>
    public Started Start(params string[] arguments) => Start(null, arguments);

    /// <summary>Starts and returns at once; every line of the output is told as it comes, with the process's number.</summary>
    public Started Start(Action<string, int>? hear, params string[] arguments)
    {
        // Whoever runs the tests in the background of a script has signals ignored, and children inherit that; env (coreutils) sets them back.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,QUIT", Dotnet])
        {
            WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Executable);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in Variables) start.Environment[name] = value;
        return new Started(Process.Start(start)!, hear);
    }

    /// <summary>Every file below the user's folder, relative to it; what a refused command must not add to.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A process that was killed may still hold a file; the folder lies below bin.
        }
    }
}

/// <summary>A command under way.</summary>
internal sealed class Started(Process process, Action<string, int>? hear = null)
{
    private readonly Task<string> _output = ReadAsync(process, hear);
    private readonly Task<string> _messages = process.StandardError.ReadToEndAsync();

    public bool HasEnded => process.HasExited;

    /// <summary>Sends a signal by its number.</summary>
    public void Signal(int number) => Process.Start("kill", [$"-{number}", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    public void Kill() => process.Kill();

    private static async Task<string> ReadAsync(Process process, Action<string, int>? hear)
    {
        var all = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            all.Append(line).Append('\n');
            hear?.Invoke(line, process.Id);
        }
        return all.ToString();
    }

    public async Task<Ended> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"foldline did not end within five minutes.\n{await _output}\n{await _messages}");
        }
        return new Ended(process.ExitCode, await _output, await _messages);
    }
}

/// <summary>A command that has ended.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Messages">Standard error.</param>
internal sealed record Ended(int Code, string Output, string Messages)
{
    /// <summary>The code is the expected one and the screen shows no stack trace; the message holds all that was printed.</summary>
    public Ended ShouldEndWith(int code)
    {
        Code.ShouldBe(code, $"{Output}\n{Messages}");
        (Output + Messages).ShouldNotContain("   at ");
        (Output + Messages).ShouldNotContain("Exception");
        return this;
    }

    /// <summary>The last line of standard error is one sentence of ours with these words.</summary>
    public Ended ShouldSay(params string[] words)
    {
        var last = Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        last.ShouldStartWith("foldline: ", Case.Sensitive, Messages);
        foreach (var word in words) last.ShouldContain(word);
        return this;
    }
}
