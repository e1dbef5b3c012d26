using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Foldline.Server.Tests.Elsa;

namespace Foldline.Server.Tests.Security;

/// <summary>Scripts of definitions that try to take the server with them, given to the real process.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scripts_that_loop_allocate_or_reach_out_end_their_run_alone_and_stand_in_the_log()
    {
        (string Name, string Script)[] attacks =
        [
            ("loops", "while (true) {}"),
            ("allocates", "let a = []; while (true) a.push(new Array(1000).fill('xxxxxxxxxxxxxxxx'))"),
            ("grows", "let s = 'x'; while (true) s += s"),
            ("recurses", "(function g(n) { return g(n + 1) + g(n) })(0)"),
            ("matches", "/(a+)+$/.test('a'.repeat(40) + 'b')"),
            ("reads", "System.IO.File.ReadAllText('/etc/passwd')"),
        ];
        await using var serve = await ServeProcess.StartAsync(_folder.Path);
        using var client = new HttpClient { BaseAddress = serve.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", serve.Key);

        var runs = new List<(string Name, string Id)>();
        foreach (var (name, script) in attacks)
        {
            var saved = await ElsaServer.SendAsync(client, "POST", "/workflow-definitions", new JsonObject { ["model"] = ElsaServer.Line(name, script), ["publish"] = true });
            saved.Status.ShouldBe(HttpStatusCode.OK, $"{name}: {saved.Body}");
            runs.Add((name, (await ElsaServer.SendAsync(client, "POST", $"/workflow-definitions/{name}/dispatch", new JsonObject { ["correlationId"] = $"attack-{name}" })).Body!["workflowInstanceId"]!.ToString()));
            (await client.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        foreach (var (name, id) in runs)
        {
            await ElsaServer.WaitAsync(client, id, "Faulted");
            var incident = (await client.GetFromJsonAsync<JsonNode>($"/elsa/api/workflow-instances/{id}"))!["workflowState"]!["incidents"]![0]!;
            incident["activityId"]!.ToString().ShouldBe("line", name);
            incident["message"]!.ToString().ShouldNotContain("root:");
        }
        // What is innocent still runs.
        await ElsaServer.SendAsync(client, "POST", "/workflow-definitions", new JsonObject { ["model"] = ElsaServer.Line("innocent", "'x'"), ["publish"] = true });
        var innocent = (await ElsaServer.SendAsync(client, "POST", "/workflow-definitions/innocent/dispatch", new JsonObject())).Body!["workflowInstanceId"]!.ToString();
        await ElsaServer.WaitAsync(client, innocent, "Finished");
        for (var i = 0; i < 100 && runs.Any(run => !Logged(run.Name)); i++) await Task.Delay(100);
        runs.Where(run => !Logged(run.Name)).ShouldBeEmpty(string.Join('\n', serve.Lines));
        (await serve.StopAsync()).ShouldBe(0);

        bool Logged(string name) => serve.Lines.Any(line => line.Contains($"Target attack-{name} of campaign", StringComparison.Ordinal) && line.Contains("Failed", StringComparison.Ordinal));
    }
}
