using System.Collections.Concurrent;
using Foldline.Activities;
using Foldline.Persistence;
using Foldline.Workflows;

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
