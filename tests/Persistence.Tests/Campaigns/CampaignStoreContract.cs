using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Persistence.Tests;

/// <summary>What users may rely on, whatever the database.</summary>
public abstract class CampaignStoreContract : IAsyncLifetime
{
    private CampaignStore? _campaigns;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected RunStore Store { get; private set; } = null!;

    private protected CampaignStore Campaigns => _campaigns ??= new CampaignStore(Store, Definitions.Catalog, TimeProvider.System);

    private protected abstract Task<RunStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task EndAsync(CampaignRef campaign, string target, InstanceStatus status, FailureClass? failure = null)
    {
        var key = (await Campaigns.TargetAsync(campaign, target, Token)).Summary.Key;
        var instance = await Store.LoadAsync(key, Token);
        await Store.CommitAsync(new InstanceCommit
        {
            InstanceKey = key, Version = instance.Version, Status = status, Snapshot = "{}", At = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000),
            Failure = failure is { } why ? new InstanceFailure("step", "Test.NoOp", "Step", why, "It failed.", "Mend it.", 2, "log") : null,
            Notes = [new CampaignNote(instance.RunKey, CampaignEventKind.TargetEnded, target, status)],
        }, Token);
    }

    [Fact]
    public async Task A_campaign_that_was_submitted_is_found_by_its_project_and_an_administrator_only()
    {
        var submitted = await Campaigns.SubmitAsync(Definitions.Campaign(3), Token);
        submitted.State.ShouldBe(CampaignState.Running);
        submitted.Counts.Pending.ShouldBe(3);
        var detail = await Campaigns.GetAsync(new CampaignRef(submitted.Id, "lab"), Token);
        detail.Definition.ToJson().ToJsonString().ShouldBe(Definitions.One.ToJson().ToJsonString());
        detail.Summary.DefinitionVersion.ShouldBe(3);
        (await Campaigns.GetAsync(new CampaignRef(submitted.Id), Token)).Summary.Id.ShouldBe(submitted.Id);
        var other = new CampaignRef(submitted.Id, "others");
        await Should.ThrowAsync<CampaignNotFoundException>(() => Campaigns.GetAsync(other, Token));
        await Should.ThrowAsync<CampaignNotFoundException>(() => Campaigns.CancelAsync(other, Token));
        await Should.ThrowAsync<CampaignNotFoundException>(() => Campaigns.TargetsAsync(other, new TargetQuery(), Token));
        var key = (await Campaigns.TargetAsync(new CampaignRef(submitted.Id), "t00001", Token)).Summary.Key;
        (await Campaigns.InstanceAsync(key, "lab", Token)).Inputs["Steps"]!.GetValue<int>().ShouldBe(5);
        await Should.ThrowAsync<CampaignNotFoundException>(() => Campaigns.InstanceAsync(key, "others", Token));
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_campaign_and_another_request_under_it_is_refused()
    {
        var request = Definitions.Campaign(2) with { IdempotencyKey = "k" };
        var first = await Campaigns.SubmitAsync(request, Token);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Campaigns.SubmitAsync(request, Token)));
        results.ShouldAllBe(again => again.Id == first.Id);
        (await Campaigns.ListAsync(new CampaignQuery(), Token)).Items.Count.ShouldBe(1);
        (await Campaigns.SubmitAsync(request with { Project = "others" }, Token)).Id.ShouldNotBe(first.Id);
        (await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.SubmitAsync(request with { Name = "another" }, Token))).Message.ShouldContain(first.Id);
    }

    [Fact]
    public async Task Bad_names_and_inputs_are_refused_and_nothing_is_kept()
    {
        foreach (var name in (string[])["", "..", "a/b", "../x", "a\\b", "a\nb", "c:d", "-rf", new string('x', 200), "t00000", "T00000"])
            await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.SubmitAsync(
                Definitions.Campaign(1) with { Targets = [Definitions.Target(0), new NewTarget(name, [])] }, Token));
        (await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.SubmitAsync(Definitions.Campaign(1) with { Inputs = new JsonObject { ["Stepz"] = 1 } }, Token)))
            .Message.ShouldContain("Stepz");
        await Should.ThrowAsync<DefinitionException>(() => Campaigns.SubmitAsync(Definitions.Campaign(1) with
        {
            Definition = Definitions.One.With(json => json["root"]!["type"] = "Test.Unknown"),
        }, Token));
        (await Campaigns.ListAsync(new CampaignQuery(), Token)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended()
    {
        for (var i = 0; i < 5; i++) await Campaigns.SubmitAsync(Definitions.Campaign(1, name: $"screen {i}"), Token);
        await Campaigns.SubmitAsync(Definitions.Campaign(1, project: "others"), Token);
        var names = new List<string>();
        for (var query = new CampaignQuery { Project = "lab", Take = 2 }; ;)
        {
            var page = await Campaigns.ListAsync(query, Token);
            names.AddRange(page.Items.Select(item => item.Name));
            if (page.Next is null) break;
            query = query with { After = page.Next };
        }
        names.ShouldBe(["screen 4", "screen 3", "screen 2", "screen 1", "screen 0"]);
        (await Campaigns.ListAsync(new CampaignQuery { Text = "SCREEN 3" }, Token)).Items.Single().Name.ShouldBe("screen 3");
        (await Campaigns.ListAsync(new CampaignQuery { Text = "%" }, Token)).Items.ShouldBeEmpty();
        await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.ListAsync(new CampaignQuery { After = "' OR 1=1" }, Token));
    }

    [Fact]
    public async Task Targets_are_filtered_by_state_class_and_name()
    {
        var campaign = new CampaignRef((await Campaigns.SubmitAsync(Definitions.Campaign(30), Token)).Id, "lab");
        await EndAsync(campaign, "t00003", InstanceStatus.Failed, FailureClass.Resource);
        await EndAsync(campaign, "t00007", InstanceStatus.Quarantined, FailureClass.Poison);
        await EndAsync(campaign, "t00009", InstanceStatus.Succeeded);
        async Task<string> Names(TargetQuery query) => string.Join(' ', (await Campaigns.TargetsAsync(campaign, query, Token)).Items.Select(item => item.Name));
        (await Names(new TargetQuery { States = [InstanceStatus.Failed, InstanceStatus.Quarantined] })).ShouldBe("t00003 t00007");
        (await Names(new TargetQuery { Class = FailureClass.Poison })).ShouldBe("t00007");
        (await Names(new TargetQuery { Text = "0002", Take = 3 })).ShouldBe("t00002 t00020 t00021");
        (await Names(new TargetQuery { After = "27" })).ShouldBe("t00028 t00029");
        var detail = await Campaigns.GetAsync(campaign, Token);
        detail.Failures.ShouldBe(new Dictionary<FailureClass, int> { [FailureClass.Resource] = 1, [FailureClass.Poison] = 1 }, ignoreOrder: true);
        detail.Summary.Counts.Open.ShouldBe(27);
        var failures = new List<FailureRow>();
        await foreach (var row in Campaigns.FailuresAsync(campaign, Token)) failures.Add(row);
        failures.Select(row => $"{row.Target} {row.Class} {row.Attempts} {row.Suggestion} {row.LogTail}")
            .ShouldBe(["t00003 Resource 2 Mend it. log", "t00007 Poison 2 Mend it. log"]);
        (await Campaigns.InstancesAsync(new InstanceQuery { DefinitionIds = ["one"], States = [InstanceStatus.Pending], Skip = 25 }, Token)).Total.ShouldBe(27);
    }

    [Fact]
    public async Task Only_what_failed_is_tried_again_and_a_campaign_that_was_cancelled_is_not()
    {
        var campaign = new CampaignRef((await Campaigns.SubmitAsync(Definitions.Campaign(4), Token)).Id, "lab");
        await EndAsync(campaign, "t00000", InstanceStatus.Failed, FailureClass.Deterministic);
        await EndAsync(campaign, "t00001", InstanceStatus.Quarantined, FailureClass.Poison);
        await EndAsync(campaign, "t00002", InstanceStatus.Succeeded);
        (await Campaigns.RetryAsync(campaign, RetryChoice.Failed, null, Token)).ShouldBe(1);
        (await Campaigns.RetryAsync(campaign, RetryChoice.Failed, null, Token)).ShouldBe(0);
        (await Campaigns.RetryAsync(campaign, RetryChoice.Quarantined, ["t00002"], Token)).ShouldBe(0);
        (await Campaigns.RetryAsync(campaign, RetryChoice.Quarantined, ["t00001"], Token)).ShouldBe(1);
        (await Campaigns.CancelAsync(campaign, Token)).State.ShouldBe(CampaignState.Cancelling);
        await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.RetryAsync(campaign, RetryChoice.Failed, null, Token));
        await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.ResumeAsync(campaign, Token));
    }

    [Fact]
    public async Task Identical_targets_share_and_one_that_leaves_hands_its_place_on()
    {
        var same = new JsonObject { ["Text"] = "same" };
        NewTarget Named(string name) => new(name, same.DeepClone().AsObject());
        var campaign = new CampaignRef((await Campaigns.SubmitAsync(Definitions.Campaign(1) with { Targets = [Named("a"), Definitions.Target(1), Named("b"), Named("c")] },
            Token)).Id, "lab");
        async Task<string> Shares() =>
            string.Join(' ', (await Campaigns.TargetsAsync(campaign, new TargetQuery(), Token)).Items.Select(item => $"{item.Name}>{item.SharedWith}"));
        (await Shares()).ShouldBe("a> t00001> b>a c>a");
        (await Campaigns.AddTargetsAsync(campaign, [Named("d"), Named("a")], Token)).ShouldBe(1);
        (await Shares()).ShouldBe("a> t00001> b>a c>a d>a");
        await Campaigns.CancelTargetAsync(campaign, "a", Token);
        (await Shares()).ShouldBe("a> t00001> b> c>b d>b");
        await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.AddTargetsAsync(campaign, [new NewTarget("b", new JsonObject { ["Text"] = "other" })], Token));
    }

    [Fact]
    public async Task A_clone_has_the_targets_and_the_changed_parameters()
    {
        var old = await Campaigns.SubmitAsync(Definitions.Campaign(3) with { Priority = 4 }, Token);
        var copy = await Campaigns.CloneAsync(new CampaignRef(old.Id, "lab"), new CloneRequest { Inputs = new JsonObject { ["Steps"] = 50 } }, Token);
        (copy.ClonedFrom, copy.Priority, copy.Name, copy.Counts.Pending).ShouldBe((old.Id, 4, "screen (copy)", 3));
        var inputs = (await Campaigns.TargetAsync(new CampaignRef(copy.Id), "t00002", Token)).Inputs;
        inputs.ToJsonString().ShouldBe("""{"Text":"2","Steps":50}""");
    }

    [Fact]
    public async Task Events_are_told_in_order_and_following_ends_with_the_campaign()
    {
        var campaign = new CampaignRef((await Campaigns.SubmitAsync(Definitions.Campaign(2), Token)).Id, "lab");
        await Campaigns.PauseAsync(campaign, Token);
        await Campaigns.ResumeAsync(campaign, Token);
        await Campaigns.SetPriorityAsync(campaign, 7, Token);
        await EndAsync(campaign, "t00000", InstanceStatus.Succeeded);
        // An event is told once nothing before it can still come, for which a database may wait for transactions of others.
        var events = await Campaigns.EventsAsync(campaign, 0, 100, Token);
        for (var waited = 0; events.Count < 5 && waited < 200; waited++)
        {
            await Task.Delay(100, Token);
            events = await Campaigns.EventsAsync(campaign, 0, 100, Token);
        }
        events.Select(happened => happened.Kind).ShouldBe([CampaignEventKind.Submitted, CampaignEventKind.Paused, CampaignEventKind.Resumed,
            CampaignEventKind.PriorityChanged, CampaignEventKind.TargetEnded]);
        (await Campaigns.EventsAsync(campaign, events[2].Sequence, 1, Token)).Single().Kind.ShouldBe(CampaignEventKind.PriorityChanged);
        events[^1].Status.ShouldBe(InstanceStatus.Succeeded);
    }

    [Fact]
    public async Task A_campaign_of_twenty_thousand_targets_answers_every_question_at_once()
    {
        var campaign = new CampaignRef((await Campaigns.SubmitAsync(Definitions.Campaign(20_000), Token)).Id, "lab");
        for (var i = 0; i < 40; i++) await EndAsync(campaign, $"t{i * 499:D5}", i % 2 == 0 ? InstanceStatus.Succeeded : InstanceStatus.Failed, i % 2 == 0 ? null : FailureClass.Resource);
        var slowest = new Dictionary<string, double>();
        async Task Ask(string what, Func<Task> ask)
        {
            await ask();                                                          // the first call compiles the query
            var best = double.MaxValue;
            for (var i = 0; i < 3; i++)
            {
                var clock = Stopwatch.GetTimestamp();
                await ask();
                best = Math.Min(best, Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
            slowest[what] = best;
        }
        await Ask("list", () => Campaigns.ListAsync(new CampaignQuery { Project = "lab" }, Token));
        await Ask("get", () => Campaigns.GetAsync(campaign, Token));
        await Ask("targets", () => Campaigns.TargetsAsync(campaign, new TargetQuery(), Token));
        await Ask("middle", () => Campaigns.TargetsAsync(campaign, new TargetQuery { After = "10000" }, Token));
        await Ask("failed", () => Campaigns.TargetsAsync(campaign, new TargetQuery { States = [InstanceStatus.Failed] }, Token));
        await Ask("class", () => Campaigns.TargetsAsync(campaign, new TargetQuery { Class = FailureClass.Resource }, Token));
        await Ask("text", () => Campaigns.TargetsAsync(campaign, new TargetQuery { Text = "9999" }, Token));
        await Ask("instances", () => Campaigns.InstancesAsync(new InstanceQuery { Project = "lab", Skip = 5000 }, Token));
        await Ask("pause", () => Campaigns.PauseAsync(campaign, Token));
        await Ask("resume", () => Campaigns.ResumeAsync(campaign, Token));
        await Ask("priority", () => Campaigns.SetPriorityAsync(campaign, 3, Token));
        await Ask("cancel", () => Campaigns.CancelAsync(campaign, Token));
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", slowest.Select(answer => $"{answer.Key} {answer.Value:F1} ms")));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", slowest.Select(answer => $"{answer.Key} {answer.Value:F1} ms")));
        slowest.ShouldAllBe(answer => answer.Value < 300);
    }

    [Fact]
    public async Task A_campaign_that_has_ended_can_be_deleted_and_leaves_nothing_but_the_others()
    {
        var kept = await Campaigns.SubmitAsync(Definitions.Campaign(2), Token);
        var campaign = new CampaignRef((await Campaigns.SubmitAsync(Definitions.Campaign(5), Token)).Id, "lab");
        (await Should.ThrowAsync<CampaignRefusedException>(() => Campaigns.DeleteAsync(campaign, Token))).Message.ShouldContain("cancel it first");
        await Should.ThrowAsync<CampaignNotFoundException>(() => Campaigns.DeleteAsync(campaign with { Project = "others" }, Token));
        foreach (var target in Enumerable.Range(0, 5)) await EndAsync(campaign, $"t{target:D5}", InstanceStatus.Succeeded);
        var open = (await Store.OpenCampaignsAsync(Token)).Single(one => one.Id == campaign.Id);
        (await Store.TryEndAsync(open.RunKey, Token)).ShouldBeTrue();
        await Campaigns.DeleteAsync(campaign, Token);
        (await Store.TryEndAsync(open.RunKey, Token)).ShouldBeFalse("a leader that looked a moment ago stumbles over what is gone");
        await Store.PauseAsync(open, "too late", Token);
        await Should.ThrowAsync<CampaignNotFoundException>(() => Campaigns.GetAsync(campaign, Token));
        (await Campaigns.ListAsync(new CampaignQuery(), Token)).Items.ShouldHaveSingleItem().Id.ShouldBe(kept.Id);
        (await Campaigns.InstancesAsync(new InstanceQuery(), Token)).Total.ShouldBe(2);
        var turns = 0;
        while (await Store.ForgetDeletedAsync(2, Token)) turns++;
        turns.ShouldBe(3, "two targets at a time");
        await using var state = Store.Open();
        (state.Runs.Count(), state.Instances.Count(), state.CampaignEvents.Select(row => row.RunKey).Distinct().Count()).ShouldBe((1, 2, 1));
    }

    [Fact]
    public async Task Targets_wait_by_priority_and_then_in_order_of_submission()
    {
        var whole = Definitions.Campaign(6);
        var campaign = await Campaigns.SubmitAsync(whole with { Targets = [.. whole.Targets.Select((target, i) => target with { Priority = i is 2 or 4 ? 5 : i == 5 ? -1 : 0 })] }, Token);
        long run;
        await using (var state = Store.Open()) run = state.Runs.Single(row => row.Id == campaign.Id).Key;
        async Task<string> NextAsync(int take) => string.Join(' ', (await Store.PendingAsync(run, take, Token)).Select(waiting => waiting.Ordinal));
        (await NextAsync(1)).ShouldBe("2");
        (await NextAsync(3)).ShouldBe("2 4 0");
        (await NextAsync(100)).ShouldBe("2 4 0 1 3 5");
        await EndAsync(new CampaignRef(campaign.Id), whole.Targets[2].Name, InstanceStatus.Succeeded);
        (await NextAsync(2)).ShouldBe("4 0");
    }
}
