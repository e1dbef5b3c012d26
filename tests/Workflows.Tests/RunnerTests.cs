using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Microsoft.Extensions.Time.Testing;
using static Foldline.Workflows.Tests.Json;

namespace Foldline.Workflows.Tests;

public sealed class RunnerTests : IAsyncLifetime, IProgress<RunEvent>
{
    private static readonly WorkflowDefinition Chain = Workflow(Flowchart("f", [
        Node("search", "Test.Search", ("text", Input("Text")), ("result", To("Found"))),
        Node("model", "Test.Model", ("text", Variable("Found")), ("result", To("Made"))),
        Node("rank", "Test.Light", ("text", Script("`${getMade()}!`")), ("result", To("Ranked"))),
    ], "search>model", "model>rank"), [("Found", "String"), ("Made", "String"), ("Ranked", "String")], [("Text", "String")], [("Ranked", "String")]);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<RunEvent> _events = new();
    private SqliteRunStore _store = null!;
    private FolderArtifactStore _artifacts = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteRunStore.OpenAsync(Path.Combine(_folder.Path, "state.db"));
        _artifacts = new FolderArtifactStore(Path.Combine(_folder.Path, "artifacts"));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    void IProgress<RunEvent>.Report(RunEvent value) => _events.Enqueue(value);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunnerOptions Options => new() { WorkFolder = Path.Combine(_folder.Path, "work"), StopGrace = TimeSpan.FromSeconds(1) };

    private CampaignRunner Runner(TimeProvider? time, RunnerOptions? options, params IActivity[] activities)
    {
        var all = activities.ToList();
        foreach (var missing in new IActivity[] { new SearchWork(), new ModelWork(), new LightWork(), new ChooseWork() })
            if (all.All(activity => activity.Descriptor.Type != missing.Descriptor.Type)) all.Add(missing);
        return new CampaignRunner(new ActivityCatalog(all), _artifacts, _store, options ?? Options, time ?? TimeProvider.System);
    }

    private static InstanceRequest[] Targets(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new InstanceRequest($"t{i}", new JsonObject { ["Text"] = $"s{i}" }))];

    private async Task<IReadOnlyList<AttemptRecord>> AttemptsAsync(string name)
    {
        var run = (await _store.FindRunAsync("r", Token))!;
        var all = await _store.PageAsync(run, Enum.GetValues<InstanceStatus>(), InstancePlace.First, 1000, Token);
        return await _store.AttemptsAsync(all.Single(instance => instance.Name == name).Key, Token);
    }

    [Fact]
    public async Task Values_flow_from_inputs_through_variables_and_scripts_to_outputs()
    {
        var result = await Runner(null, null).RunAsync(new RunRequest("r", Chain, Targets(3)), this, Token);
        result.AllSucceeded.ShouldBeTrue();
        result.Instances.Select(instance => instance.Outputs["Ranked"]!.GetValue<string>()).ShouldBe(["s0!", "s1!", "s2!"]);
        var attempts = await AttemptsAsync("t0");
        attempts.Select(attempt => attempt.Outcome).ShouldBe([AttemptOutcome.Succeeded, AttemptOutcome.Succeeded, AttemptOutcome.Succeeded]);
        attempts.ShouldAllBe(attempt => attempt.DurationMs >= 0 && attempt.PeakMemory > 1 << 20 && attempt.EndedAt != null);
        _events.Count(happened => happened.Kind == RunEventKind.ActivityFinished).ShouldBe(9);
        _events.Last(happened => happened.Kind == RunEventKind.InstanceFinished).Ended.ShouldBe(3);
        _events.Last().Kind.ShouldBe(RunEventKind.RunFinished);
    }

    [Fact]
    public async Task A_known_run_is_resumed_only_when_asked_and_only_with_the_same_workflow_and_inputs()
    {
        var runs = 0;
        var runner = Runner(null, null, new SearchWork((input, _, _) =>
            Task.FromResult(new WorkOutput { Result = $"{input.Text}{Interlocked.Increment(ref runs)}" })));
        await runner.RunAsync(new RunRequest("r", Chain, Targets(2)), null, Token);
        (await Should.ThrowAsync<RunException>(() => runner.RunAsync(new RunRequest("r", Chain, Targets(2)), null, Token)))
            .Message.ShouldContain("exists already");
        (await Should.ThrowAsync<RunException>(() =>
            runner.RunAsync(new RunRequest("r", Chain.With(json => json["name"] = "other"), Targets(2)) { Resume = true }, null, Token)))
            .Message.ShouldContain("another version");
        var changed = new[] { new InstanceRequest("t0", new JsonObject { ["Text"] = "other" }) };
        (await Should.ThrowAsync<RunException>(() => runner.RunAsync(new RunRequest("r", Chain, changed) { Resume = true }, null, Token)))
            .Message.ShouldContain("'t0' has other inputs");

        var result = await runner.RunAsync(new RunRequest("r", Chain, Targets(3)) { Resume = true }, null, Token);
        result.Instances.Count.ShouldBe(3);
        runs.ShouldBe(3);
    }

    [Fact]
    public async Task Unknown_doubled_and_ill_typed_requests_start_nothing()
    {
        var runner = Runner(null, null);
        async Task<string> Refused(params InstanceRequest[] requests) =>
            (await Should.ThrowAsync<RunException>(() => runner.RunAsync(new RunRequest("r", Chain, requests), null, Token))).Message;
        (await Refused(new InstanceRequest("a", []), new InstanceRequest("a", []))).ShouldContain("Two instances are called 'a'");
        (await Refused(new InstanceRequest("a", new JsonObject { ["Txt"] = "x" }))).ShouldContain("'a' gives the input 'Txt'");
        (await Refused(new InstanceRequest("a", new JsonObject { ["Text"] = new JsonArray() }))).ShouldContain("input Text takes String");
        (await _store.FindRunAsync("r", Token)).ShouldBeNull();
        (await Should.ThrowAsync<DefinitionException>(() => runner.RunAsync(new RunRequest("r", Workflow(Node("a", "No.Such")), []), null, Token)))
            .Problems.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Transient_failures_wait_longer_each_time_and_their_due_times_are_kept()
    {
        var time = new FakeTimeProvider();
        var runner = Runner(time, null, new SearchWork((_, _, _) => throw new IOException("connection reset")));
        var run = runner.RunAsync(new RunRequest("r", Chain, Targets(1)), this, Token);
        await Until(() => _events.Count(happened => happened.Kind == RunEventKind.ActivityRetrying) == 1);
        var waiting = (await _store.PageAsync((await _store.FindRunAsync("r", Token))!, [InstanceStatus.Waiting], InstancePlace.First, 10, Token))
            .ShouldHaveSingleItem();
        (waiting.DueAt - time.GetUtcNow()).ShouldBe(TimeSpan.FromSeconds(10));
        await Advance(time, TimeSpan.FromSeconds(9));
        _events.Count(happened => happened.Kind == RunEventKind.ActivityStarted).ShouldBe(1);
        await Advance(time, TimeSpan.FromSeconds(1));
        await Until(() => _events.Count(happened => happened.Kind == RunEventKind.ActivityRetrying) == 2);
        await Advance(time, TimeSpan.FromSeconds(60));
        var result = await run.WaitAsync(TimeSpan.FromSeconds(20), Token);
        var failure = result.Instances[0].Failure!;
        (result.Instances[0].Status, failure.Class, failure.Attempts, failure.Message)
            .ShouldBe((InstanceStatus.Failed, FailureClass.Transient, 3, "connection reset"));
        (await AttemptsAsync("t0")).Select(attempt => attempt.RetryAt - attempt.EndedAt).ShouldBe([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), null]);
    }

    [Fact]
    public async Task A_retry_survives_the_end_of_the_process()
    {
        var time = new FakeTimeProvider();
        var fail = true;
        var runner = Runner(time, null, new SearchWork((input, _, _) => fail ? throw new IOException("reset")
            : Task.FromResult(new WorkOutput { Result = input.Text })));
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            var first = runner.RunAsync(new RunRequest("r", Chain, Targets(1)), this, stop.Token);
            await Until(() => _events.Any(happened => happened.Kind == RunEventKind.ActivityRetrying));
            await stop.CancelAsync();
            (await first).Cancelled.ShouldBeTrue();
        }
        fail = false;
        _events.Clear();
        var second = runner.RunAsync(new RunRequest("r", Chain, Targets(1)) { Resume = true }, this, Token);
        await Until(() => _events.Any(happened => happened.Kind == RunEventKind.RunStarted));
        await Task.Delay(50, Token);
        _events.ShouldNotContain(happened => happened.Kind == RunEventKind.ActivityStarted);
        await Advance(time, TimeSpan.FromSeconds(10));
        (await second.WaitAsync(TimeSpan.FromSeconds(20), Token)).AllSucceeded.ShouldBeTrue();
        (await AttemptsAsync("t0")).Count(attempt => attempt.Outcome == AttemptOutcome.Failed).ShouldBe(1);
    }

    [Fact]
    public async Task Resource_failures_climb_the_ladder_and_deterministic_ones_end_at_once()
    {
        var rungs = new ConcurrentQueue<string>();
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(200) };
        var runner = Runner(time, null, new ModelWork((input, context, _) =>
        {
            if (input.Text == "s1") throw new InvalidDataException("bad residue");
            rungs.Enqueue($"{context.Attempt}/{context.Rung}/{context.RungName}");
            return context.Rung < 2 ? throw new OutOfMemoryException("CUDA out of memory") : Task.FromResult(new WorkOutput { Result = input.Text });
        }));
        var running = runner.RunAsync(new RunRequest("r", Chain, Targets(3)), this, Token);
        while (!running.IsCompleted) await Advance(time, TimeSpan.FromSeconds(1));
        var result = await running;
        result.Instances.Select(instance => instance.Status).ShouldBe([InstanceStatus.Succeeded, InstanceStatus.Failed, InstanceStatus.Succeeded]);
        rungs.Order().ShouldBe(["1/0/", "1/0/", "2/1/chunks", "2/1/chunks", "3/2/bf16", "3/2/bf16"]);
        var failure = result.Failures.ShouldHaveSingleItem().Failure!;
        (failure.Class, failure.Attempts, failure.ActivityId).ShouldBe((FailureClass.Deterministic, 1, "model"));
        failure.Suggestion.ShouldNotBeNull();
        failure.LogTail!.ShouldContain("bad residue");
    }

    [Fact]
    public async Task A_definition_may_replace_the_retry_policy_of_a_node()
    {
        var strategy = new JsonObject { ["resilienceStrategy"] = JsonNode.Parse("""{"mode":"Expression","expression":{"type":"Object","value":"{\"transientAttempts\":2,\"firstDelay\":\"00:00:00.010\"}"}}""") };
        var definition = Workflow(Node("a", "Test.Search", ("customProperties", strategy)));
        var result = await Runner(null, null, new SearchWork((_, _, _) => throw new IOException("reset")))
            .RunAsync(new RunRequest("r", definition, [new InstanceRequest("t0", [])]), null, Token);
        result.Instances[0].Failure!.Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_stopped_as_a_resource_failure()
    {
        var strategy = new JsonObject { ["resilienceStrategy"] = JsonNode.Parse("""{"mode":"Expression","expression":{"type":"Object","value":{"timeout":"00:00:00.1","ladder":[]}}}""") };
        var definition = Workflow(Node("a", "Test.Model", ("customProperties", strategy)));
        var result = await Runner(null, null, new ModelWork(async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new WorkOutput();
        })).RunAsync(new RunRequest("r", definition, [new InstanceRequest("t0", [])]), null, Token);
        var failure = result.Instances[0].Failure!;
        failure.Class.ShouldBe(FailureClass.Resource);
        failure.Message.ShouldContain("took longer than");
    }

    [Fact]
    public async Task Searches_run_ahead_of_the_network_but_not_without_bound()
    {
        var (searched, predicted, most, overlap) = (0, 0, 0, false);
        var runner = Runner(null, Options with { SearchSlots = 2, LightSlots = 1, LookAhead = 3 },
            new SearchWork((input, _, _) =>
            {
                Interlocked.Increment(ref searched);
                return Task.FromResult(new WorkOutput { Result = input.Text });
            }),
            new ModelWork(async (input, _, token) =>
            {
                var before = Volatile.Read(ref searched);
                await Task.Delay(15, token);
                overlap |= Volatile.Read(ref searched) > before;
                most = Math.Max(most, Volatile.Read(ref searched) - predicted);
                predicted++;
                return new WorkOutput { Result = input.Text };
            }));
        (await runner.RunAsync(new RunRequest("r", Chain, Targets(40)), null, Token)).AllSucceeded.ShouldBeTrue();
        overlap.ShouldBeTrue();
        most.ShouldBeInRange(2, 7);
    }

    [Fact]
    public async Task Slots_of_a_class_are_never_exceeded_and_priority_goes_first()
    {
        var (now, most) = (0, 0);
        var order = new ConcurrentQueue<string>();
        var runner = Runner(null, Options with { SearchSlots = 3 }, new SearchWork(async (input, _, token) =>
        {
            var running = Interlocked.Increment(ref now);
            lock (order) most = Math.Max(most, running);
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
            order.Enqueue(input.Text);
            return new WorkOutput { Result = input.Text };
        }));
        var targets = Targets(20).Select((target, i) => target with { Priority = i == 19 ? 5 : 0 }).ToArray();
        await runner.RunAsync(new RunRequest("r", Chain, targets), null, Token);
        most.ShouldBe(3);
        order.Take(3).ShouldContain("s19");
    }

    [Fact]
    public async Task The_same_unit_is_done_once_for_all_who_ask_at_once_later_and_in_other_runs()
    {
        var done = 0;
        SearchWork Search() => new(async (input, context, token) => new WorkOutput
        {
            Result = await context.OnceAsync(UnitKey.Of("u", "same"), "same", async inner =>
            {
                Interlocked.Increment(ref done);
                await Task.Delay(30, inner);
                return "found";
            }, token),
        });
        (await Runner(null, Options with { SearchSlots = 4 }, Search()).RunAsync(new RunRequest("r", Chain, Targets(6)), this, Token))
            .AllSucceeded.ShouldBeTrue();
        done.ShouldBe(1);
        _events.Count(happened => happened.Kind == RunEventKind.UnitReused).ShouldBe(5);
        (await Runner(null, null, Search()).RunAsync(new RunRequest("other", Chain, Targets(2)), this, Token)).AllSucceeded.ShouldBeTrue();
        done.ShouldBe(1);
    }

    [Fact]
    public async Task A_unit_whose_artifact_is_gone_is_done_again_and_a_failed_unit_is_retried()
    {
        var done = 0;
        var runner = Runner(null, null, new SearchWork(async (input, context, token) =>
        {
            var note = await context.OnceAsync(UnitKey.Of("u", "note"), "note", inner =>
                ++done == 1 ? throw new InvalidDataException("broken") : context.Artifacts.PutTextAsync("note", "text/plain", inner), token);
            return new WorkOutput { Result = await context.Artifacts.ReadTextAsync(note, token) };
        }));
        (await runner.RunAsync(new RunRequest("r", Chain, Targets(1)), this, Token)).Failures.Count().ShouldBe(1);
        (await runner.RunAsync(new RunRequest("r", Chain, Targets(1)) { Resume = true }, this, Token)).AllSucceeded.ShouldBeTrue();
        done.ShouldBe(2);
        Directory.Delete(Path.Combine(_folder.Path, "artifacts", "blobs"), recursive: true);
        (await runner.RunAsync(new RunRequest("r2", Chain, Targets(1)), this, Token)).AllSucceeded.ShouldBeTrue();
        done.ShouldBe(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_artifact_is_made_again_by_the_activity_that_made_it(bool different)
    {
        var (searches, reads) = (0, 0);
        var definition = Workflow(Flowchart("f", [
            Node("search", "Test.Search", ("madeAlignments", To("A")), ("text", Literal("x"))),
            Node("model", "Test.Model", ("alignments", Variable("A")), ("result", To("Made"))),
        ], "search>model"), [("A", "Alignments"), ("Made", "String")], null, [("Made", "String")]);
        var runner = Runner(null, null,
            new SearchWork(async (_, context, token) => new WorkOutput
            {
                MadeAlignments = await context.Artifacts.PutTextAsync(different ? $"alignment {++searches}" : $"alignment {++searches * 0}", "text/plain",
                    token),
            }),
            new ModelWork(async (input, context, token) =>
            {
                if (++reads == 1) Flip(input.Alignments!);
                return new WorkOutput { Result = await context.Artifacts.ReadTextAsync(input.Alignments!, token) };
            }));
        var result = await runner.RunAsync(new RunRequest("r", definition, [new InstanceRequest("t0", [])]), this, Token);
        result.AllSucceeded.ShouldBeTrue(result.Instances[0].Failure?.ToString());
        result.Instances[0].Outputs["Made"]!.GetValue<string>().ShouldBe(different ? "alignment 2" : "alignment 0");
        (searches, reads).ShouldBe((2, 2));
        Directory.GetFiles(Path.Combine(_folder.Path, "artifacts", "damaged")).Length.ShouldBe(1);
    }

    private void Flip(ArtifactRef artifact)
    {
        using var file = new FileStream(Path.Combine(_folder.Path, "artifacts", "blobs", artifact.Sha256[..2], artifact.Sha256), FileMode.Open,
            FileAccess.ReadWrite);
        var value = file.ReadByte();
        file.Position = 0;
        file.WriteByte((byte)(value ^ 1));
    }

    [Fact]
    public async Task Cancelling_stops_within_the_grace_even_where_an_activity_does_not_listen_and_resuming_finishes()
    {
        var deaf = true;
        var runner = Runner(null, null, new ModelWork(async (input, _, _) =>
        {
            if (deaf) await Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None);
            return new WorkOutput { Result = input.Text };
        }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = runner.RunAsync(new RunRequest("r", Chain, Targets(5)), this, stop.Token);
        await Until(() => _events.Any(happened => happened is { Kind: RunEventKind.ActivityStarted, ActivityId: "model" }));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await stop.CancelAsync();
        var result = await run;
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        result.Cancelled.ShouldBeTrue();
        deaf = false;
        result = await runner.RunAsync(new RunRequest("r", Chain, Targets(5)) { Resume = true }, this, Token);
        result.AllSucceeded.ShouldBeTrue();
        var cancelled = 0;
        foreach (var target in Targets(5)) cancelled += (await AttemptsAsync(target.Name)).Count(attempt => attempt.Outcome == AttemptOutcome.Cancelled);
        cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task Branches_join_once_and_choices_leave_dead_paths_alone()
    {
        var ran = new ConcurrentQueue<string>();
        var light = new LightWork((input, context, _) =>
        {
            ran.Enqueue(context.ActivityId);
            return Task.FromResult(new WorkOutput { Result = input.Text });
        });
        var definition = Workflow(Flowchart("f", [
            Node("start", "Test.Light"), Node("left", "Test.Light"), Node("right", "Test.Light"), Node("join", "Test.Light"),
            Node("choose", "Test.Choose", ("text", Input("Text"))), Node("yes", "Test.Light"), Node("no", "Test.Light"), Node("end", "Test.Light"),
        ], "start>left", "start>right", "left>join", "right>join", "join>choose", "choose.Yes>yes", "choose.No>no", "yes>end", "no>end"), null,
            [("Text", "String")]);
        (await Runner(null, null, light).RunAsync(new RunRequest("r", definition, [new InstanceRequest("t0", new JsonObject { ["Text"] = "yes" })]), null,
            Token)).AllSucceeded.ShouldBeTrue();
        ran.Order().ShouldBe(["end", "join", "left", "right", "start", "yes"]);
        var order = ran.ToList();
        order.IndexOf("join").ShouldBeGreaterThan(Math.Max(order.IndexOf("left"), order.IndexOf("right")));
    }

    [Fact]
    public async Task Loops_decisions_and_assignments_run_without_activities()
    {
        var root = Flowchart("f", [
            Node("zero", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "N", ["name"] = "N" }), ("value", Script("0"))),
            Node("add", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "N", ["name"] = "N" }), ("value", Script("getN() + 1"))),
            Node("enough", "Elsa.FlowDecision", ("condition", Script("getN() >= 5"))),
            Node("say", "Elsa.WriteLine", ("text", Script("`counted to ${getN()}`"))),
            Node("if", "Elsa.If", ("condition", Script("getN() == 5")),
                ("then", Node("out", "Elsa.SetOutput", ("outputName", Literal("Count")), ("outputValue", Variable("N"))))),
        ], "zero>add", "add>enough", "enough.False>add", "enough.True>say", "say>if");
        var definition = Workflow(root, [("N", "Int32")], null, [("Count", "Int32")]);
        var result = await Runner(null, null).RunAsync(new RunRequest("r", definition, [new InstanceRequest("t0", [])]), this, Token);
        result.Instances[0].Outputs["Count"]!.GetValue<int>().ShouldBe(5);
        _events.Single(happened => happened.Kind == RunEventKind.Line).Text.ShouldBe("counted to 5");
    }

    [Fact]
    public async Task An_expression_that_fails_fails_its_instance_by_name_and_a_resume_tries_it_again()
    {
        var definition = Workflow(Flowchart("f", [Node("a", "Test.Light", ("text", Script("getInput('Text').missing.name")))]), null, [("Text", "String")]);
        var result = await Runner(null, null).RunAsync(new RunRequest("r", definition, Targets(2)), this, Token);
        result.Failures.Count().ShouldBe(2);
        result.Instances[0].Failure!.Message.ShouldContain("a (Test.Light), input text: the script failed at line 1");
        result = await Runner(null, null).RunAsync(new RunRequest("r", definition, Targets(2)) { Resume = true }, this, Token);
        result.Failures.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Two_processes_do_not_work_on_one_run()
    {
        await using var held = await _store.LockRunAsync("r", Token);
        (await Should.ThrowAsync<RunException>(() => Runner(null, null).RunAsync(new RunRequest("r", Chain, Targets(1)), null, Token)))
            .Message.ShouldContain("Another process");
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 2000 && !condition(); i++) await Task.Delay(5, Token);
        condition().ShouldBeTrue();
        await Task.Delay(50, Token);
    }

    private static async Task Advance(FakeTimeProvider time, TimeSpan by)
    {
        time.Advance(by);
        await Task.Delay(100, Token);
    }
}
