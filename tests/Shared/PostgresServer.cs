using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Foldline;

/// <summary>
/// A real PostgreSQL server of Debian's package on a loopback port, its cluster in a temporary folder. It refuses to run as root, so root hands it to the user
/// postgres. It ends with this process, however that ends: a shell beside it waits for its input to close.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _programs;
    private readonly int _port;
    private Process? _process;
    private int _databases;

    private PostgresServer(string folder, string programs, int port) => (_folder, _programs, _port) = (folder, programs, port);

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Starts a server; the test is reported as skipped, by name, where PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer> RequireAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderByDescending(bin => bin, StringComparer.Ordinal).FirstOrDefault() : null;
        if (programs is null) Assert.Skip("PostgreSQL is not installed (Debian: apt-get install postgresql).");
        var server = new PostgresServer(Directory.CreateTempSubdirectory("foldline-pg-").FullName, programs, FreePort());
        if (IsRoot) await RunAsync("chown", "postgres", server._folder);
        await RunAsync([.. server.As(), Path.Combine(programs, "initdb"), "-A", "trust", "-U", "foldline", "-E", "UTF8", "--no-sync", "-D", server.Data]);
        await server.StartAsync();
        return server;
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a database and returns its connection string.</summary>
    public async Task<string> DatabaseAsync()
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await RunAsync(Path.Combine(_programs, "createdb"), "-h", "127.0.0.1", "-p", $"{_port}", "-U", "foldline", name);
        return $"Host=127.0.0.1;Port={_port};Database={name};Username=foldline;Maximum Pool Size=20";
    }

    /// <summary>Starts it, again at the same port where it ran before.</summary>
    public async Task StartAsync()
    {
        var server = string.Join(' ', [.. As(), Path.Combine(_programs, "postgres"), "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _folder,
            "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"trap '' TERM INT HUP; {server} & pid=$!; cat >/dev/null; kill -INT $pid; wait $pid; [ -d /proc/{Environment.ProcessId} ] || rm -rf {_folder}");
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var waited = 0; !await ReadyAsync(); waited++)
        {
            if (waited == 600 || _process.HasExited) throw new InvalidOperationException("PostgreSQL did not start.");
            await Task.Delay(100);
        }
    }

    /// <summary>Stops it as an administrator does for a restart: connections are cut, what was committed stays.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string[] As() => IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    private async Task<bool> ReadyAsync()
    {
        using var asked = Process.Start(new ProcessStartInfo(Path.Combine(_programs, "pg_isready"), $"-q -h 127.0.0.1 -p {_port}"))!;
        await asked.WaitForExitAsync();
        return asked.ExitCode == 0;
    }

    private static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} failed: {await said}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
