using System.Net;

namespace Foldline.Server.Tests.Hosting;

/// <summary>The first start: the server listens at once, and what npm brings appears when it is there.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_server_listens_while_packages_are_fetched_says_so_and_shows_the_designer_afterwards()
    {
        var (pages, environment) = Npm("while [ ! -e go ]; do sleep 0.1; done\nmkdir -p node_modules/@elsa-workflows/elsa-studio-wasm/_framework\n"
            + "touch node_modules/@elsa-workflows/elsa-studio-wasm/_framework/blazor.webassembly.js");
        await using var serve = await ServeProcess.StartAsync(Path.Combine(_folder.Path, "data"), environment);
        using var client = new HttpClient { BaseAddress = serve.Address };

        var (meanwhile, told) = await UntilAsync(client, text => text.Contains("fetched from npm", StringComparison.Ordinal));
        meanwhile.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        meanwhile.Headers.RetryAfter.ShouldNotBeNull();
        told.ShouldContain("comes back by itself");
        (await client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        serve.Lines.ShouldContain(line => line.Contains("being fetched from npm", StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(pages, "go"), "");
        var (afterwards, _) = await UntilAsync(client, text => text.Contains("fl-stage", StringComparison.Ordinal));
        afterwards.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync("/designer/_framework/blazor.webassembly.js")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await serve.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Where_they_cannot_be_fetched_the_page_and_the_operator_read_why_and_the_rest_works()
    {
        var (_, environment) = Npm("echo 'npm error network getaddrinfo ENOTFOUND registry.npmjs.org' >&2; exit 1");
        await using var serve = await ServeProcess.StartAsync(Path.Combine(_folder.Path, "data"), environment);
        using var client = new HttpClient { BaseAddress = serve.Address };

        var (answer, told) = await UntilAsync(client, text => text.Contains("ENOTFOUND", StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldBeNull();
        told.ShouldContain("Check the network");
        serve.Lines.ShouldContain(line => line.Contains("npm could not fetch it", StringComparison.Ordinal));
        (await client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_server_that_stops_while_packages_are_fetched_stops_in_order()
    {
        var (_, environment) = Npm("sleep 600");
        await using var serve = await ServeProcess.StartAsync(Path.Combine(_folder.Path, "data"), environment);

        (await serve.StopAsync()).ShouldBe(0, string.Join('\n', serve.Lines));
    }

    /// <summary>A folder for the packages and an npm that does what a test wants; browser tests use the real one.</summary>
    private (string Pages, IReadOnlyDictionary<string, string> Environment) Npm(string script)
    {
        var pages = Directory.CreateDirectory(Path.Combine(_folder.Path, "pages")).FullName;
        File.WriteAllText(Path.Combine(pages, "package-lock.json"), "{}");
        var programs = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        var npm = Path.Combine(programs, "npm");
        File.WriteAllText(npm, $"#!/bin/sh\nset -e\nmkdir -p node_modules\n{script}\n");
        File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (pages, new Dictionary<string, string> { ["FOLDLINE_PAGES"] = pages, ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" });
    }

    private static async Task<(HttpResponseMessage Answer, string Text)> UntilAsync(HttpClient client, Func<string, bool> holds)
    {
        var text = "";
        for (var i = 0; i < 300; i++)
        {
            var answer = await client.GetAsync("/designer");
            if (holds(text = await answer.Content.ReadAsStringAsync())) return (answer, text);
            await Task.Delay(100);
        }
        throw new TimeoutException($"The page did not come to say it; it says {text}");
    }
}
