using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Persistence;
using Foldline.Workflows;
using Npgsql;

namespace Foldline.Scheduling.Tests;

public sealed class PostgresEngineTests : EngineContract
{
    private protected override async Task<RunStore> OpenAsync() => await PostgresRunStore.OpenAsync(await SharedPostgres.DatabaseAsync(), Token);

    [Fact]
    public async Task Work_goes_to_workers_of_its_class_that_have_its_databases()
    {
        var where = new ConcurrentBag<(string Worker, string What)>();
        ActivityCatalog Catalog(string worker) => new(
            new DatabaseSearch(input => where.Add((worker, input.Text))),
            new ModelWork((input, _, _) =>
            {
                where.Add((worker, "model"));
                return Task.FromResult(new WorkOutput { Result = input.Text });
            }),
            new LightWork());
        await using var first = await EngineAsync(Catalog("small"), search: 2, model: 0, light: 1, databases: ["small"]);
        await using var second = await EngineAsync(Catalog("big"), search: 2, model: 0, light: 1, databases: ["big", "small"]);
        await using var third = await EngineAsync(Catalog("gpu"), search: 0, model: 1, light: 0, databases: []);
        var campaigns = Campaigns(Catalog("none"));
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? $"big {i}" : $"small {i}")), Token)).Id);
        (await EndAsync(campaigns, campaign)).Summary.State.ShouldBe(CampaignState.Succeeded);
        where.Where(done => done.What == "model").Select(done => done.Worker).Distinct().ShouldBe(["gpu"]);
        where.Where(done => done.What.StartsWith("big", StringComparison.Ordinal)).Select(done => done.Worker).Distinct().ShouldBe(["big"]);
        where.Count(done => done.What.StartsWith("small", StringComparison.Ordinal)).ShouldBe(6);
        (await campaigns.WorkersAsync(Token)).Count(worker => worker.LeftAt is null).ShouldBe(3);
    }

    [Fact]
    public async Task Who_follows_a_campaign_hears_its_end_also_where_a_transaction_elsewhere_stays_open_meanwhile()
    {
        var catalog = new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork());
        await using var elsewhere = new NpgsqlConnection(await SharedPostgres.DatabaseAsync());
        await elsewhere.OpenAsync(Token);
        await using var open = await elsewhere.BeginTransactionAsync(Token);
        await using (var begin = new NpgsqlCommand("SELECT pg_current_xact_id()", elsewhere, open)) await begin.ExecuteScalarAsync(Token);
        await using var engine = await EngineAsync(catalog);
        var campaigns = Campaigns(catalog);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["a", "b"]), Token)).Id);
        await EndAsync(campaigns, campaign);
        var heard = new List<CampaignEventKind>();
        var following = Task.Run(async () =>
        {
            await foreach (var happened in campaigns.FollowAsync(campaign, 0, Token)) heard.Add(happened.Kind);
        }, Token);
        (await Task.WhenAny(following, Task.Delay(500, Token))).ShouldNotBe(following);
        await open.CommitAsync(Token);
        await following;
        heard[^1].ShouldBe(CampaignEventKind.Ended);
    }

    [Fact]
    public async Task A_worker_with_more_databases_than_it_can_serve_in_every_combination_is_refused()
    {
        var names = Enumerable.Range(0, WorkerOffer.MostDatabases + 1).Select(i => $"d{i}").ToList();
        (await Should.ThrowAsync<RunException>(() => EngineAsync(new ActivityCatalog(new SearchWork(), new ModelWork(), new LightWork()), databases: names)))
            .Message.ShouldContain("11 databases were named");
    }

    [Fact]
    public async Task Work_that_needs_memory_or_a_device_goes_to_the_worker_that_has_it_and_otherwise_waits_and_says_so()
    {
        var where = new ConcurrentBag<(string Worker, string What)>();
        ActivityCatalog Catalog(string worker) => new(new SearchWork(), new SizedModel(input => where.Add((worker, input.Text))), new LightWork());
        await using var small = await EngineAsync(Catalog("small"), offer: new WorkerOffer { SearchSlots = 1, ModelSlots = 1, LightSlots = 1, Device = "cpu", Memory = 16_000_000_000 });
        var campaigns = Campaigns(Catalog("none"));
        var bySize = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["2", "20", "3"]), Token)).Id);
        var onCuda = Chain.Definition.With(json => json["root"]!["activities"]![1]!["customProperties"] = new JsonObject { ["needs"] = new JsonObject { ["device"] = "cuda" } });
        var byDevice = new CampaignRef((await campaigns.SubmitAsync(Chain.Of(["1"]) with { Definition = onCuda }, Token)).Id);
        await UntilAsync(campaigns, bySize, detail => detail.Summary.Counts.Succeeded == 2);
        await UntilAsync(campaigns, byDevice, detail => detail.Summary.Counts.Running == 1);
        async Task<string?> WaitsAsync(CampaignRef campaign)
        {
            for (var tries = 0; tries < 300; tries++, await Task.Delay(100, Token))
                if ((await campaigns.EventsAsync(campaign, 0, 100, Token)).FirstOrDefault(happened => happened.Kind == CampaignEventKind.TargetWaiting) is { } waits) return waits.Text;
            return null;
        }
        (await WaitsAsync(bySize)).ShouldBe("It waits for a worker that has 20 GB of memory; none that runs has.");
        (await WaitsAsync(byDevice)).ShouldBe("It waits for a worker that has a cuda device and 1 GB of memory; none that runs has.");
        // Whoever looks later is told, too.
        (await campaigns.GetAsync(byDevice, Token)).WaitsFor.ShouldHaveSingleItem().ShouldBe(new("It waits for a worker that has a cuda device and 1 GB of memory; none that runs has.", 1));
        (await campaigns.TargetsAsync(bySize, new TargetQuery(), Token)).Items.Single(target => target.Status == InstanceStatus.Running).WaitsFor.ShouldNotBeNull().ShouldContain("20 GB");
        await using var big = await EngineAsync(Catalog("big"), offer: new WorkerOffer { ModelSlots = 1, LightSlots = 1, Device = "cuda:0", Memory = 80_000_000_000 });
        (await EndAsync(campaigns, bySize)).Summary.State.ShouldBe(CampaignState.Succeeded);
        (await EndAsync(campaigns, byDevice)).Summary.State.ShouldBe(CampaignState.Succeeded);
        (await campaigns.GetAsync(byDevice, Token)).WaitsFor.ShouldBeEmpty();
        (await campaigns.TargetsAsync(bySize, new TargetQuery(), Token)).Items.ShouldAllBe(target => target.WaitsFor == null);
        where.ShouldContain(("big", "20"));
        where.ShouldContain(("big", "1"));
        where.ShouldContain(("small", "2"));
    }
}

[Activity("Test.Search", "Searches.", Resource = ResourceClass.Search)]
internal sealed class DatabaseSearch(Action<WorkInput> searched) : Activity<WorkInput, WorkOutput>
{
    public override ActivityNeeds NeedsOf(System.Text.Json.Nodes.JsonObject inputs) => new([inputs["text"]!.ToString().Split(' ')[0]]);

    protected override Task<WorkOutput> ExecuteAsync(WorkInput input, IActivityContext context, CancellationToken cancellationToken)
    {
        searched(input);
        return Task.FromResult(new WorkOutput { Result = input.Text });
    }
}

[Activity("Test.Model", "Predicts.", Resource = ResourceClass.Model)]
internal sealed class SizedModel(Action<WorkInput> predicted) : Activity<WorkInput, WorkOutput>
{
    public override ActivityNeeds NeedsOf(JsonObject inputs) =>
        ActivityNeeds.None with { Memory = long.Parse(inputs["text"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture) * 1_000_000_000 };

    protected override Task<WorkOutput> ExecuteAsync(WorkInput input, IActivityContext context, CancellationToken cancellationToken)
    {
        predicted(input);
        return Task.FromResult(new WorkOutput { Result = input.Text });
    }
}
