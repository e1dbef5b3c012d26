using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

/// <summary>A definition with every kind of composite, on the real store, whose run is broken off again and again.</summary>
public sealed class InterruptedRunTests : IProgress<RunEvent>
{
    private readonly ConcurrentQueue<string> _committed = new();

    void IProgress<RunEvent>.Report(RunEvent value)
    {
        if (value.Kind == RunEventKind.ActivityFinished) _committed.Enqueue($"{value.InstanceId}/{value.ActivityId}");
    }

    private static WorkflowDefinition Definition()
    {
        JsonObject Light(string id, string script) => Node(id, "Test.Light", ("text", Script(script)));
        return Workflow(Flowchart("f",
        [
            Node("fork", "Elsa.FlowFork", ("branches", Expression("Object", "[\"A\",\"B\",\"C\"]"))),
            Node("each", "Elsa.ForEach", ("items", Script("[1, 2, 3]")), ("body", Light("one", "'one' + getCurrentValue()"))),
            Node("all", "Elsa.ParallelForEach", ("items", Script("[1, 2, 3, 4]")), ("body", Light("many", "'many' + getCurrentValue()"))),
            Node("delay", "Elsa.Delay", ("timeSpan", Literal("00:00:00.080"))),
            Node("join", "Elsa.FlowJoin", ("mode", Literal("WaitAll"))),
            Node("switch", "Elsa.FlowSwitch", ("cases", new JsonArray(new JsonObject
            {
                ["label"] = "Yes", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getText().length > 0" },
            }))),
            Node("last", "Test.Light", ("text", Script("'last'")), ("result", To("Ranked"))),
        ], "fork.A>each", "fork.B>all", "fork.C>delay", "each>join", "all>join", "delay>join", "join>switch", "switch.Yes>last"),
            [("Ranked", "String")], [("Text", "String")], [("Ranked", "String")]);
    }

    [Fact]
    public async Task A_run_broken_off_again_and_again_does_each_item_once_and_ends()
    {
        using var folder = new TemporaryFolder();
        var started = new ConcurrentQueue<string>();
        var random = new Random(20261126);
        var work = new LightWork(async (input, context, cancellationToken) =>
        {
            started.Enqueue($"{context.InstanceId} {input.Text}");
            await Task.Delay(15, cancellationToken);
            return new WorkOutput { Result = input.Text };
        });
        var requests = Enumerable.Range(0, 3).Select(i => new InstanceRequest($"t{i}", new JsonObject { ["Text"] = $"s{i}" })).ToList();
        RunResult? result = null;
        for (var round = 0; round < 40 && result?.AllSucceeded != true; round++)
        {
            await using var store = await SqliteRunStore.OpenAsync(Path.Combine(folder.Path, "state.db"), TestContext.Current.CancellationToken);
            var runner = new CampaignRunner(new ActivityCatalog(work), new FolderArtifactStore(Path.Combine(folder.Path, "artifacts")), store,
                new RunnerOptions { WorkFolder = Path.Combine(folder.Path, "work"), StopGrace = TimeSpan.FromSeconds(5) }, TimeProvider.System);
            using var stop = new CancellationTokenSource(round < 12 ? TimeSpan.FromMilliseconds(random.Next(5, 120)) : TimeSpan.FromMinutes(1));
            var known = await store.FindRunAsync("r", TestContext.Current.CancellationToken) is not null;
            try
            {
                result = await runner.RunAsync(new RunRequest("r", Definition(), requests) { Resume = known }, this, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Broken off before it began.
            }
        }
        result!.AllSucceeded.ShouldBeTrue(string.Join('\n', result.Instances.Select(instance => instance.Failure?.Message)));
        result.Instances.ShouldAllBe(instance => instance.Outputs["Ranked"]!.ToString() == "last");
        // What was committed is committed once: 3 + 4 + 1 activities for each of three instances, and every item was worked on.
        _committed.Count.ShouldBe(3 * 8);
        started.Distinct().Count().ShouldBe(3 * 8);
    }
}
