using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

/// <summary>The cost of keeping everything: no-op activities, every beginning and end committed.</summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    private sealed record Nothing
    {
        [Input("Anything")] public string Text { get; init; } = "";
    }

    private sealed record Something
    {
        [Output("Anything")] public string Result { get; init; } = "done";
    }

    [Activity("Test.NoOp", "Does nothing.")]
    private sealed class NoOp : Activity<Nothing, Something>
    {
        protected override Task<Something> ExecuteAsync(Nothing input, IActivityContext context, CancellationToken cancellationToken) =>
            Task.FromResult(new Something());
    }

    [Fact]
    public async Task Five_activity_workflows_run_at_a_hundred_activities_a_second_and_more_even_on_a_busy_machine()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var store = await SqliteRunStore.OpenAsync(Path.Combine(folder.Path, "state.db"), token);
        var catalog = new ActivityCatalog(new NoOp());
        static JsonObject Expression(string type, JsonNode value) =>
            new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
        var steps = Enumerable.Range(0, 5).Select(i => (JsonNode)new JsonObject
        {
            ["id"] = $"a{i}", ["type"] = "Test.NoOp", ["version"] = 1, ["text"] = Expression("Input", new JsonObject { ["name"] = "Text" }),
            ["result"] = new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "v" } },
        });
        var definition = WorkflowDefinition.From(new JsonObject
        {
            ["name"] = "noop",
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "v", ["name"] = "V", ["typeName"] = "String" }),
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "Text", ["type"] = "String" }),
            ["root"] = new JsonObject { ["id"] = "s", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray([.. steps]) },
        });
        var count = int.Parse(Environment.GetEnvironmentVariable("FOLDLINE_THROUGHPUT_INSTANCES") ?? "200");
        var runner = new CampaignRunner(catalog, new FolderArtifactStore(Path.Combine(folder.Path, "artifacts")), store,
            new RunnerOptions { WorkFolder = Path.Combine(folder.Path, "work"), LightSlots = 4 }, TimeProvider.System);
        await runner.RunAsync(new RunRequest("warm", definition, [new InstanceRequest("w", new JsonObject { ["Text"] = "x" })]), null, token);
        var clock = Stopwatch.StartNew();
        var result = await runner.RunAsync(new RunRequest("r", definition,
            [.. Enumerable.Range(0, count).Select(i => new InstanceRequest($"t{i}", new JsonObject { ["Text"] = $"{i}" }))]), null, token);
        var rate = count * 5 / clock.Elapsed.TotalSeconds;
        output.WriteLine($"{count} instances, {rate:F0} activities/s, working set {Environment.WorkingSet >> 20} MB");
        TestContext.Current.SendDiagnosticMessage($"{rate:F0} activities/s");
        result.AllSucceeded.ShouldBeTrue();
        rate.ShouldBeGreaterThan(100);
    }
}
