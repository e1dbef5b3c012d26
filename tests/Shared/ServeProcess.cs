using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Foldline;

/// <summary>The real executable serving on a free loopback port, with a data folder of its own.</summary>
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private ServeProcess(Process process, string folder) => (_process, Folder) = (process, folder);

    /// <summary>The executable, built with the solution.</summary>
    public static string Program { get; } = Path.Combine(Repository.Root, "infra", "Cli", "bin", "Release", "net10.0", "foldline.dll");

    /// <summary>Its data folder.</summary>
    public string Folder { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The first admin key.</summary>
    public string Key => File.ReadAllText(Path.Combine(Folder, "admin.key")).Trim();

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    public static Task<ServeProcess> StartAsync(string folder, params string[] more) => StartAsync(folder, new Dictionary<string, string>(), more);

    /// <summary>Starts it with more in its environment and waits until it listens.</summary>
    public static async Task<ServeProcess> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] more)
    {
        if (!File.Exists(Program)) Assert.Skip($"{Program} is not built; build Pipeline.sln first.");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Program, "serve", "--url", "http://127.0.0.1:0", "--data", folder, .. more]) start.ArgumentList.Add(argument);
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        // Where npm's packages are not there yet, a test that is not about them does not fetch them either.
        if (!File.Exists(Path.Combine(Repository.Root, "infra", "Server", "npm", "node_modules", ".installed"))) start.Environment["FOLDLINE_PAGES"] = folder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var serve = new ServeProcess(Process.Start(start)!, folder);
        var listening = new TaskCompletionSource();
        serve._process.OutputDataReceived += (_, _) => { };
        serve._process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                listening.TrySetException(new InvalidOperationException($"foldline serve ended: {string.Join('\n', serve.Lines)}"));
                return;
            }
            lock (serve._lines) serve._lines.Add(line.Data);
            if (Listening().Match(line.Data) is not { Success: true } match) return;
            serve.Address = new Uri(match.Groups[1].Value);
            listening.TrySetResult();
        };
        serve._process.BeginErrorReadLine();
        serve._process.BeginOutputReadLine();
        await listening.Task.WaitAsync(TimeSpan.FromMinutes(5));
        return serve;
    }

    /// <summary>Ends it as an administrator would and returns its exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using (var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    [GeneratedRegex(@"Listening on (http://127\.0\.0\.1:\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
