using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>What campaigns may rely on, whatever the database: Quartz, the runner and the keeper together, with bodies of the test's.</summary>
public abstract class EngineContract : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected RunStore Store { get; private set; } = null!;

    private protected string Folder => _folder.Path;

    private protected abstract Task<RunStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<CampaignEngine> EngineAsync(ActivityCatalog catalog, int search = 2, int model = 1, int light = 2, KeeperOptions? keeper = null,
        IReadOnlyList<string>? databases = null, IDefinitionSource? definitions = null, WorkerOffer? offer = null) => CampaignEngine.StartAsync(
        new EngineSettings
        {
            Offer = offer ?? new WorkerOffer { SearchSlots = search, ModelSlots = model, LightSlots = light, Databases = databases ?? [], Version = "test" },
            Runner = new RunnerOptions { WorkFolder = Path.Combine(Folder, "work"), StopGrace = TimeSpan.FromSeconds(5) },
            Keeper = keeper ?? new KeeperOptions { ReconcileInterval = TimeSpan.FromSeconds(1), BudgetInterval = TimeSpan.FromMilliseconds(200) },
            RouteByNeeds = databases is not null || offer is not null,
        }, catalog, new FolderArtifactStore(Path.Combine(Folder, "blobs")), Store, TimeProvider.System, null, definitions, Token);

    [Fact]
    public async Task An_instance_that_dispatches_others_goes_on_when_they_have_ended()
    {
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork());
        var parent = WorkflowDefinition.Parse(
            """
            {"definitionId": "parent", "name": "Parent", "version": 1,
             "root": {"id": "flow", "type": "Elsa.Sequence", "activities": [
              {"id": "ask", "type": "Elsa.BulkDispatchWorkflows", "version": 1, "workflowDefinitionId": {"typeName": "String", "expression": {"type": "Literal", "value": "chain"}},
               "items": {"typeName": "Object", "expression": {"type": "JavaScript", "value": "[{Text: 'x'}, {Text: 'y'}, {Text: 'z'}]"}},
               "waitForCompletion": {"typeName": "Boolean", "expression": {"type": "Literal", "value": "true"}}},
              {"id": "after", "type": "Test.Light", "version": 1}]}}
            """);
        await using var engine = await EngineAsync(catalog, definitions: new OneDefinition());
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of([]) with { Definition = parent, Targets = [new NewTarget("p", [])] }, Token)).Id, "lab");
        var ended = await EndAsync(campaigns, campaign);
        ended.Summary.State.ShouldBe(CampaignState.Succeeded, (await campaigns.TargetAsync(campaign, "p", Token)).Summary.Failure?.Message);
        var child = (await campaigns.ListAsync(new CampaignQuery { Project = "lab" }, Token)).Items.Single(other => other.Id != campaign.Id);
        child.Id.ShouldStartWith(campaign.Id + ".");
        child.Counts.Succeeded.ShouldBe(3);
        child.EndedAt!.Value.ShouldBeLessThanOrEqualTo(ended.Summary.EndedAt!.Value);
    }

    [Fact]
    public async Task Artifacts_of_deleted_campaigns_are_collected_and_those_that_others_share_stay()
    {
        var artifacts = new FolderArtifactStore(Path.Combine(Folder, "blobs"));
        var catalog = new ActivityCatalog(
            new SearchWork(async (input, context, token) =>
            {
                var unit = await context.OnceAsync(UnitKey.Of("search", input.Text.Split(' ')[0]), "search", async inner => await context.Artifacts.PutTextAsync($"found {input.Text.Split(' ')[0]}", "text/plain", inner), token);
                return new WorkOutput { Result = input.Text, Note = unit };
            }),
            new ModelWork(async (input, context, token) => new WorkOutput { Result = input.Text, Note = await context.Artifacts.PutTextAsync($"made {input.Text}", "text/plain", token) }),
            new LightWork(async (input, context, token) => new WorkOutput { Result = input.Text, Note = await context.Artifacts.PutTextAsync("the same for all", "text/plain", token) }));
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        async Task<CampaignRef> RunAsync(string target)
        {
            var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of([target]), Token)).Id);
            (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
            return campaign;
        }
        var (kept, deleted, alone) = (await RunAsync("shared one"), await RunAsync("shared two"), await RunAsync("alone three"));
        foreach (var campaign in (CampaignRef[])[deleted, alone]) await campaigns.DeleteAsync(campaign, Token);
        while (await Store.ForgetDeletedAsync(1000, Token)) await Task.Delay(20, Token);
        var collection = new ArtifactCollection(Store, artifacts, TimeProvider.System);

        (await collection.RunAsync(TimeSpan.FromDays(1), remove: true, Token)).Unused.ShouldBe(0, "all was put a moment ago");
        var plan = await collection.RunAsync(TimeSpan.Zero, remove: false, Token);
        (plan.Unused, plan.Searches, plan.Young).ShouldBe((2, 1, 1));
        (await collection.RunAsync(TimeSpan.Zero, remove: true, Token)).ShouldBe(plan, "the search of a deleted campaign is forgotten first");
        (await collection.RunAsync(TimeSpan.Zero, remove: true, Token)).Unused.ShouldBe(1, "and its result goes with the next collection");

        var there = new List<string>();
        await foreach (var stored in artifacts.ListAsync(Token)) there.Add(await File.ReadAllTextAsync(Path.Combine(artifacts.Root, "blobs", stored.Sha256[..2], stored.Sha256), Token));
        there.ShouldBe(["found shared", "made shared one", "the same for all"], ignoreOrder: true);
        await RunAsync("alone three");                                            // it is computed again
        (await campaigns.GetAsync(kept, Token)).Summary.Counts.Succeeded.ShouldBe(1);
    }

    [Fact]
    public async Task Light_work_that_travels_together_is_done_once_each_and_waits_for_its_campaign()
    {
        var done = new ConcurrentBag<string>();
        var gate = new TaskCompletionSource();
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork(async (input, _, token) =>
        {
            done.Add(input.Text);
            if (done.Count == 3) await gate.Task.WaitAsync(token);
            return new WorkOutput { Result = input.Text };
        }));
        var light = Chain.Definition.With(json => json["root"]!["activities"] = new JsonArray(json["root"]!["activities"]![2]!.DeepClone()));
        light = light.With(json => json["root"]!["activities"]![0]!["text"]!["expression"] = new JsonObject { ["type"] = "Input", ["value"] = new JsonObject { ["name"] = "Text" } });
        await using var engine = await EngineAsync(catalog, light: 1, keeper: new KeeperOptions { WindowPerSlot = 10, ReconcileInterval = TimeSpan.FromSeconds(1) });
        await Task.Delay(1500, Token);                                            // the leader knows its slots
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 30).Select(i => $"t{i}")) with { Definition = light }, Token)).Id);
        await UntilAsync(campaigns, campaign, _ => done.Count == 3);
        await campaigns.PauseAsync(campaign, Token);
        await UntilAsync(campaigns, campaign, detail => detail.Summary.State == CampaignState.Paused);
        await Task.Delay(1500, Token);                                            // this process has seen it, too
        gate.SetResult();
        await Task.Delay(500, Token);
        done.Count.ShouldBe(3, "what travelled with it waits");
        await campaigns.ResumeAsync(campaign, Token);
        (await EndAsync(campaigns, campaign)).Summary.Counts.Succeeded.ShouldBe(30);
        done.ShouldBe(Enumerable.Range(0, 30).Select(i => $"t{i}"), ignoreOrder: true);
    }

    private sealed class OneDefinition : IDefinitionSource
    {
        public Task<WorkflowDefinition?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
            Task.FromResult(definitionId == "chain" ? Chain.Definition : null);
    }

    private protected CampaignStore Campaigns(ActivityCatalog catalog) => new(Store, catalog, TimeProvider.System);

    private protected static async Task<CampaignDetail> UntilAsync(CampaignStore campaigns, CampaignRef campaign, Func<CampaignDetail, bool> holds, double seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var detail = await campaigns.GetAsync(campaign, Token);
            if (holds(detail)) return detail;
            if (clock.Elapsed.TotalSeconds > seconds)
                throw new TimeoutException($"After {seconds} s the campaign is {detail.Summary.State}: {detail.Summary.Counts}");
            await Task.Delay(50, Token);
        }
    }

    private protected static Task<CampaignDetail> EndAsync(CampaignStore campaigns, CampaignRef campaign, double seconds = 60) =>
        UntilAsync(campaigns, campaign, detail => detail.Summary.EndedAt is not null, seconds);

    [Fact]
    public async Task A_campaign_runs_every_target_through_all_classes_and_says_what_happened()
    {
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork((input, _, _) =>
            input.Text == "bad" ? throw new InvalidDataException("This one cannot be ranked.") : Task.FromResult(new WorkOutput { Result = $"ranked {input.Text}" })));
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["a", "bad", "c", "d"]), Token)).Id, "lab");
        var ended = await EndAsync(campaigns, campaign);
        ended.Summary.State.ShouldBe(CampaignState.PartlySucceeded);
        (ended.Summary.Counts.Succeeded, ended.Summary.Counts.Failed).ShouldBe((3, 1));
        var results = new List<InstanceResult>();
        await foreach (var result in campaigns.ResultsAsync(campaign, Token)) results.Add(result);
        results.Single(result => result.Name == "c").Outputs["ranked"]!.GetValue<string>().ShouldBe("ranked c");
        var failures = new List<FailureRow>();
        await foreach (var failure in campaigns.FailuresAsync(campaign, Token)) failures.Add(failure);
        failures.Single().Message.ShouldBe("This one cannot be ranked.");
        failures.Single().ActivityId.ShouldBe("rank");
        var detail = await campaigns.TargetAsync(campaign, "a", Token);
        detail.Attempts.Select(attempt => attempt.Owner).Distinct().ShouldBe([engine.WorkerId]);
        detail.Executions.Where(execution => execution.ActivityType.StartsWith("Test", StringComparison.Ordinal)).ShouldAllBe(execution => execution.Status == ExecutionStatus.Completed);
        var events = new List<CampaignEvent>();
        await foreach (var happened in campaigns.FollowAsync(campaign, 0, Token)) events.Add(happened);
        events[0].Kind.ShouldBe(CampaignEventKind.Submitted);
        events.Count(happened => happened.Kind == CampaignEventKind.TargetStarted).ShouldBe(4);
        events.Count(happened => happened.Kind == CampaignEventKind.TargetEnded).ShouldBe(4);
        events[^1].Kind.ShouldBe(CampaignEventKind.Ended);
        (await campaigns.WorkersAsync(Token)).Single(worker => worker.LeftAt is null).Offer.SearchSlots.ShouldBe(2);
    }

    [Fact]
    public async Task A_retry_that_waits_survives_the_end_of_its_process()
    {
        var attempts = new ConcurrentQueue<int>();
        var catalog = new ActivityCatalog(new SearchWork((_, context, _) =>
        {
            attempts.Enqueue(context.Attempt);
            return context.Attempt < 3 ? throw new IOException("The line is down.") : Task.FromResult(new WorkOutput { Result = "found" });
        }), new ModelWork(), new LightWork());
        var campaigns = Campaigns(catalog);
        CampaignRef campaign;
        await using (await EngineAsync(catalog))
        {
            campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["a"]), Token)).Id);
            await UntilAsync(campaigns, campaign, detail => detail.Summary.Counts.Waiting == 1);
        }
        await using (await EngineAsync(catalog)) (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
        attempts.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Pausing_lets_nothing_begin_and_resuming_goes_on()
    {
        var begun = 0;
        var catalog = new ActivityCatalog(new SearchWork(async (input, _, token) =>
        {
            Interlocked.Increment(ref begun);
            await Task.Delay(200, token);
            return new WorkOutput { Result = input.Text };
        }), new ModelWork(), new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 30).Select(i => $"t{i}")), Token)).Id);
        await UntilAsync(campaigns, campaign, detail => detail.Summary.Counts.Succeeded > 0);
        await campaigns.PauseAsync(campaign, Token);
        await Task.Delay(2000, Token);
        var paused = Volatile.Read(ref begun);
        paused.ShouldBeLessThan(30);
        await Task.Delay(1500, Token);
        Volatile.Read(ref begun).ShouldBe(paused, "an attempt began while the campaign was paused");
        await campaigns.ResumeAsync(campaign, Token);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
        begun.ShouldBe(30);
    }

    [Fact]
    public async Task Cancelling_reaches_what_runs_within_seconds_and_ends_what_waits()
    {
        var stopped = 0;
        var catalog = new ActivityCatalog(new SearchWork(async (input, _, token) =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(5), token);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref stopped);
                throw;
            }
            return new WorkOutput();
        }), new ModelWork(), new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 3000).Select(i => $"t{i}")), Token)).Id);
        await UntilAsync(campaigns, campaign, detail => detail.Summary.Counts.Running >= 2);
        var one = (await campaigns.TargetsAsync(campaign, new TargetQuery { States = [InstanceStatus.Running], Take = 1 }, Token)).Items[0].Name;
        await campaigns.CancelTargetAsync(campaign, one, Token);
        await Task.Delay(500, Token);
        var clock = Stopwatch.StartNew();
        await campaigns.CancelAsync(campaign, Token);
        var ended = await EndAsync(campaigns, campaign, 15);
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(10);
        ended.Summary.State.ShouldBe(CampaignState.Cancelled);
        ended.Summary.Counts.Cancelled.ShouldBe(3000);
        stopped.ShouldBeGreaterThanOrEqualTo(2);
        await using var state = Store.Open();
        state.Attempts.Count(attempt => attempt.EndedAt == null).ShouldBe(0);
    }

    [Fact]
    public async Task A_campaign_of_higher_priority_passes_a_backlog_that_was_there_before()
    {
        var order = new ConcurrentQueue<string>();
        var catalog = new ActivityCatalog(new SearchWork(async (input, _, token) =>
        {
            order.Enqueue(input.Text);
            await Task.Delay(30, token);
            return new WorkOutput { Result = input.Text };
        }), new ModelWork(), new LightWork());
        await using var engine = await EngineAsync(catalog, search: 1);
        var campaigns = Campaigns(catalog);
        var low = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 100).Select(i => $"low{i}")), Token)).Id);
        await UntilAsync(campaigns, low, detail => detail.Summary.Counts.Succeeded >= 2);
        var high = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 10).Select(i => $"high{i}")) with { Priority = 10 }, Token)).Id);
        await EndAsync(campaigns, high);
        (await campaigns.GetAsync(low, Token)).Summary.Counts.Pending.ShouldBeGreaterThan(20, "the backlog was served first");
        await EndAsync(campaigns, low);
        var list = order.ToList();
        var (first, last) = (list.FindIndex(name => name[0] == 'h'), list.FindLastIndex(name => name[0] == 'h'));
        list[first..(last + 1)].Count(name => name[0] == 'l').ShouldBeLessThanOrEqualTo(12, "targets of the backlog ran between those of the urgent campaign");
    }

    [Fact]
    public async Task Search_does_not_run_ahead_of_the_network_without_bound()
    {
        var (searched, predicted, ahead) = (0, 0, 0);
        var catalog = new ActivityCatalog(new SearchWork((input, _, _) =>
        {
            var lead = Interlocked.Increment(ref searched) - Volatile.Read(ref predicted);
            lock (Meeting) ahead = Math.Max(ahead, lead);
            return Task.FromResult(new WorkOutput { Result = input.Text });
        }), new ModelWork(async (input, _, token) =>
        {
            await Task.Delay(20, token);
            Interlocked.Increment(ref predicted);
            return new WorkOutput { Result = input.Text };
        }), new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 120).Select(i => $"t{i}")), Token)).Id);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
        ahead.ShouldBeLessThanOrEqualTo(5 * 4 + 1, "five slots with a window of four targets each");
    }

    private static readonly Lock Meeting = new();

    [Fact]
    public async Task Identical_targets_are_computed_once_and_share_the_result_visibly()
    {
        var computed = 0;
        var catalog = new ActivityCatalog(new SearchWork((input, _, _) =>
        {
            Interlocked.Increment(ref computed);
            return Task.FromResult(new WorkOutput { Result = input.Text });
        }), new ModelWork(), new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var same = new JsonObject { ["Text"] = "same" };
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of([]) with
        {
            Targets = [.. Enumerable.Range(0, 6).Select(i => new NewTarget($"t{i}", same.DeepClone().AsObject()))],
        }, Token)).Id);
        (await EndAsync(campaigns, campaign)).Summary.Counts.Succeeded.ShouldBe(6);
        computed.ShouldBe(1);
        var last = await campaigns.TargetAsync(campaign, "t5", Token);
        (last.Summary.SharedWith, last.Outputs["ranked"]!.GetValue<string>()).ShouldBe(("t0", "same"));
    }

    [Fact]
    public async Task More_seeds_go_only_to_targets_whose_score_is_undecided()
    {
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork((input, _, _) => Task.FromResult(new WorkOutput
        {
            Result = string.Join(',', input.Seeds), RankingScore = input.Text == "sure" ? 0.9 : input.Text == "hopeless" ? 0.1 : 0.4 + 0.02 * input.Seeds.Count,
        })));
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["sure", "hopeless", "undecided"]) with
        {
            Options = new CampaignOptions { Adaptive = new AdaptiveSampling(0.3, 0.5) { SeedsPerRound = 3, MostSeeds = 8 } },
        }, Token)).Id);
        await EndAsync(campaigns, campaign);
        async Task<(string, int)> SeedsOf(string target)
        {
            var detail = await campaigns.TargetAsync(campaign, target, Token);
            return (detail.Outputs["ranked"]!.GetValue<string>(), detail.Summary.Rounds);
        }
        (await SeedsOf("sure")).ShouldBe(("1", 0));
        (await SeedsOf("hopeless")).ShouldBe(("1", 0));
        (await SeedsOf("undecided")).ShouldBe(("1,2,3,4,5,6,7", 2), "at 7 seeds the score leaves the band");
    }

    [Fact]
    public async Task A_spent_budget_pauses_a_campaign_and_more_lets_it_go_on()
    {
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(async (input, _, token) =>
        {
            await Task.Delay(100, token);
            return new WorkOutput { Result = input.Text };
        }), new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 40).Select(i => $"t{i}")) with
        {
            Budgets = new CampaignBudgets { DeviceHours = 1.0 / 3600 },
        }, Token)).Id);
        var paused = await UntilAsync(campaigns, campaign, detail => detail.Summary.State == CampaignState.Paused);
        paused.Summary.PausedBecause!.ShouldContain("device hours");
        paused.Summary.Counts.Open.ShouldBeGreaterThan(0);
        paused.DeviceHours.ShouldBeGreaterThanOrEqualTo(1.0 / 3600);
        await campaigns.SetBudgetsAsync(campaign, CampaignBudgets.None, Token);
        await campaigns.ResumeAsync(campaign, Token);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
    }

    [Fact]
    public async Task What_failed_is_tried_again_from_where_it_failed()
    {
        var (searches, broken) = (0, true);
        var catalog = new ActivityCatalog(new SearchWork((input, _, _) =>
        {
            Interlocked.Increment(ref searches);
            return Task.FromResult(new WorkOutput { Result = input.Text });
        }), new ModelWork((input, _, _) => broken && input.Text == "b" ? throw new InvalidDataException("No.") : Task.FromResult(new WorkOutput { Result = input.Text })),
            new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["a", "b", "c"]), Token)).Id);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.PartlySucceeded);
        broken = false;
        (await campaigns.RetryAsync(campaign, RetryChoice.Failed, null, Token)).ShouldBe(1);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
        searches.ShouldBe(3);
    }

    [Fact]
    public async Task An_artifact_with_a_flipped_byte_is_found_made_again_and_never_served()
    {
        var (made, read) = (0, new ConcurrentQueue<string>());
        var blobs = Path.Combine(Folder, "blobs", "blobs");
        var catalog = new ActivityCatalog(new SearchWork(async (input, context, token) =>
        {
            Interlocked.Increment(ref made);
            var note = await context.Artifacts.PutTextAsync("the alignment", "text/plain", token);
            return new WorkOutput { Result = JsonSerializer.Serialize(note, ActivityJson.Options), Note = note };
        }), new ModelWork(async (input, context, token) =>
        {
            if (made == 1) Flip(Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories).Single());
            read.Enqueue(await context.Artifacts.ReadTextAsync(JsonSerializer.Deserialize<ArtifactRef>(input.Text, ActivityJson.Options)!, token));
            return new WorkOutput { Result = "made" };
        }), new LightWork());
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["a"]), Token)).Id);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
        made.ShouldBe(2);
        read.ShouldBe(["the alignment"]);

        static void Flip(string path)
        {
            var bytes = File.ReadAllBytes(path);
            bytes[3] ^= 1;
            File.WriteAllBytes(path, bytes);
        }
    }
}
