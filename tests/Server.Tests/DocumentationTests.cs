using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Foldline.Server.Tests;

/// <summary>Every command of the guides, run as it stands (but for the port and the folder), in order, against the real executable.</summary>
[Trait("suite", "full")]
public sealed partial class DocumentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_commands_of_the_guide_to_serving_work_as_they_stand()
    {
        var output = await RunAsync(Commands("serve.md"));

        output.ShouldContain("\"ready\":true");
        output.ShouldContain("# TYPE");
        output.ShouldContain("is revoked.");
        output.ShouldContain("Stopped.");
        File.Exists(Path.Combine(_folder.Path, "backup.tar.gz")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_commands_of_the_guide_to_the_API_work_as_they_stand()
    {
        var serve = Commands("serve.md").First();
        var output = await RunAsync([serve, .. Commands("api.md"), "kill -TERM %1 && wait %1"]);

        output.ShouldContain("\"scope\":\"admin\"");
        output.ShouldContain("event: campaign.submitted");
        output.ShouldContain("\"rankingScore\"");
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "1L2Y_model.cif"))).ShouldStartWith("data_1L2Y");
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Commands(string guide)
    {
        var commands = Blocks().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", guide))).Select(block => block.Groups[1].Value).ToList();
        commands.Count.ShouldBeGreaterThan(3);
        return commands;
    }

    private async Task<string> RunAsync(IEnumerable<string> commands)
    {
        if (!File.Exists(ServeProcess.Program)) Assert.Skip($"{ServeProcess.Program} is not built; build Pipeline.sln first.");
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        // The script in the root builds first; here the build is done.
        var command = Path.Combine(_folder.Path, "foldline");
        await File.WriteAllTextAsync(command, $"#!/bin/bash\nexec dotnet '{ServeProcess.Program}' \"$@\"\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var script = "set -eu\nset -m\nexport MALLOC_ARENA_MAX=1\n"
            + string.Join('\n', commands).Replace("5080", port.ToString(CultureInfo.InvariantCulture));
        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        var said = string.Concat(await output);
        process.ExitCode.ShouldBe(0, said);
        return said;
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
