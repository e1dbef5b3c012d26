using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Foldline;

/// <summary>
/// A real blob service on a loopback port: Azurite from npm, in the version that tests/Artifacts.Tests/azurite pins. It keeps its data in a folder, so it
/// can be stopped and started again.
/// </summary>
internal sealed partial class AzuriteServer : IAsyncDisposable
{
    /// <summary>The storage account it serves; its key is made anew for each server.</summary>
    public const string Account = "foldlinetests";

    private static readonly string Package = Path.Combine(Repository.Root, "tests", "Artifacts.Tests", "azurite");
    private static readonly Lazy<Task<string?>> Installed = new(InstallAsync);
    private readonly string[] _more;
    private Process? _process;
    private int _port;

    private AzuriteServer(string folder, string[] more) => (Folder, _more) = (folder, more);

    /// <summary>Where it keeps its data.</summary>
    public string Folder { get; }

    /// <summary>The account's key, base64.</summary>
    public string Key { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48));

    /// <summary>The account's URL.</summary>
    public string Url => $"{(_more.Contains("--cert") ? "https" : "http")}://127.0.0.1:{_port}/{Account}";

    /// <summary>What a user would give after <c>azure:</c>, without a container.</summary>
    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Url};";

    /// <summary>Starts a service; the test is reported as skipped, by name, where npm or node is not installed.</summary>
    public static async Task<AzuriteServer> RequireAsync(string folder, params string[] more)
    {
        if (await Installed.Value is { } missing) Assert.Skip(missing);
        var server = new AzuriteServer(folder, more);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it, again at the same port where it ran before.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--require", Path.Combine(Package, "exit-with-parent.cjs"), Path.Combine(Package, "node_modules", "azurite", "dist", "src", "blob", "main.js"),
            "--blobHost", "127.0.0.1", "--blobPort", _port.ToString(CultureInfo.InvariantCulture), "--location", Folder,
            "--skipApiVersionCheck", "--disableTelemetry", "--blobKeepAliveTimeout", "1", "--silent", .. _more,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AZURITE_ACCOUNTS"] = $"{Account}:{Key}";
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match) continue;
            _port = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            _ = _process.StandardOutput.ReadToEndAsync();
            return;
        }
        throw new InvalidOperationException($"Azurite did not start: {await errors}");
    }

    /// <summary>Ends it as an administrator would: it closes its port and saves its tables.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        using var process = _process;
        _process = null;
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Installs the pinned version once; returns why it cannot, where the machine has no npm.</summary>
    private static async Task<string?> InstallAsync()
    {
        foreach (var tool in (string[])["node", "npm"])
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool))))
                return $"{tool} is not installed (Debian and Ubuntu: apt-get install nodejs npm); the store on Azure Blob is not tested.";
        using var turn = await TurnAsync(Path.Combine(Package, ".install.tmp"));
        var (wanted, stamp) = (await File.ReadAllTextAsync(Path.Combine(Package, "package-lock.json")), Path.Combine(Package, "node_modules", ".installed"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted) return null;
        var start = new ProcessStartInfo("npm") { WorkingDirectory = Package, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"npm ci in {Package} ended with {process.ExitCode}: {string.Concat(await output)}");
        await File.WriteAllTextAsync(stamp, wanted);
        return null;
    }

    /// <summary>One test process at a time installs; the others wait.</summary>
    private static async Task<FileStream> TurnAsync(string path)
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < 600)
            {
                await Task.Delay(500);
            }
        }
    }

    [GeneratedRegex(@"listens on https?://127\.0\.0\.1:(\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
