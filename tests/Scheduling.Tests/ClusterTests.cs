using System.Diagnostics;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>Worker processes that share nothing but a real PostgreSQL and a real blob service, and what happens when one of the three fails.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer _azurite = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Blobs => $"azure:{_azurite.ConnectionString}Container=artifacts;";

    public async ValueTask InitializeAsync() => _azurite = await AzuriteServer.RequireAsync(Path.Combine(_folder.Path, "azurite"));

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_worker_killed_in_the_midst_of_a_prediction_is_taken_over_within_a_minute()
    {
        var db = $"postgres:{await SharedPostgres.DatabaseAsync()}";
        await using var store = await StateStores.OpenAsync(db, Token);
        var (campaigns, campaign) = await SubmitAsync(store, 6);
        using var workers = new Workers(_folder.Path, db, Blobs);
        // Predictions of twenty seconds on the first, short ones on the other: so that the first is surely in one when it is killed.
        workers.Start(50, 2, 0, 2, "stay");
        var slow = workers.Start(20_000, 0, 1, 0, "stay");
        var victim = await UntilAsync(async () => await RunningModelAsync(store, slow.Id));
        workers.Start(50, 0, 1, 0, "stay");
        await UntilAsync<bool>(async () => (await campaigns.WorkersAsync(Token)).Count(worker => worker.LeftAt is null) == 3 ? true : null);
        slow.Kill();
        var clock = Stopwatch.StartNew();
        await UntilAsync<bool>(async () => await OtherOwnerAsync(store, victim!.Value) ? true : null);
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(60);
        await EndedAsync(campaigns, campaign, workers);
        await Ledger.CheckAsync(store, campaigns, campaign);
        await using var state = store.Open();
        state.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Lost).ShouldBe(1, "only what was under way was lost");
    }

    [Fact]
    public async Task An_activity_that_ends_its_process_at_the_same_step_on_two_machines_is_quarantined()
    {
        var db = $"postgres:{await SharedPostgres.DatabaseAsync()}";
        await using var store = await StateStores.OpenAsync(db, Token);
        var campaigns = new CampaignStore(store, HostChain.Catalog, TimeProvider.System);
        var campaign = new CampaignRef((await campaigns.SubmitAsync(HostChain.Of(["a", "b", "victim", "d"]), Token)).Id);
        // Each in a folder of its own, as another machine: what the dead one noted there, nobody else sees.
        foreach (var (machine, code) in ((string, int)[])[("first", 137), ("second", 137), ("third", 0)])
        {
            using var worker = new Workers(Path.Combine(_folder.Path, machine), db, Blobs);
            var process = worker.Start(20, 2, 1, 2, "crash");
            await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromSeconds(120), Token);
            process.ExitCode.ShouldBe(code, $"{machine}: {string.Join('\n', worker.Said)}");
        }
        var ended = await campaigns.GetAsync(campaign, Token);
        (ended.Summary.State, ended.Summary.Counts.Quarantined, ended.Summary.Counts.Succeeded).ShouldBe((CampaignState.PartlySucceeded, 1, 3));
        var victim = (await campaigns.TargetAsync(campaign, "victim", Token)).Summary.Failure.ShouldNotBeNull();
        victim.Class.ShouldBe(Activities.FailureClass.Poison);
        victim.Message.ShouldContain("2 times, last at 'loading 1/2'");
    }

    [Fact, Trait("suite", "full")]
    public async Task A_database_restarted_in_the_midst_of_a_campaign_costs_time_and_nothing_else()
    {
        await using var server = await PostgresServer.RequireAsync();
        var db = $"postgres:{await server.DatabaseAsync()}";
        await using var store = await StateStores.OpenAsync(db, Token);
        var (campaigns, campaign) = await SubmitAsync(store, 20);
        using var workers = new Workers(_folder.Path, db, Blobs);
        workers.Start(100, 2, 1, 2, "stay");
        workers.Start(100, 1, 1, 1, "stay");
        await UntilAsync<bool>(async () => (await campaigns.GetAsync(campaign, Token)).Summary.Counts.Succeeded >= 3 ? true : null);
        await server.StopAsync();
        await Task.Delay(3000, Token);
        await server.StartAsync();
        await EndedAsync(campaigns, campaign, workers);
        await Ledger.CheckAsync(store, campaigns, campaign);
    }

    [Fact, Trait("suite", "full")]
    public async Task A_blob_service_that_is_down_for_half_a_minute_costs_time_and_nothing_else()
    {
        var db = $"postgres:{await SharedPostgres.DatabaseAsync()}";
        await using var store = await StateStores.OpenAsync(db, Token);
        var (campaigns, campaign) = await SubmitAsync(store, 20);
        using var workers = new Workers(_folder.Path, db, Blobs);
        workers.Start(50, 2, 1, 2, "stay");
        await UntilAsync<bool>(async () => (await campaigns.GetAsync(campaign, Token)).Summary.Counts.Succeeded >= 2 ? true : null);
        await _azurite.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(30), Token);
        await _azurite.StartAsync();
        await EndedAsync(campaigns, campaign, workers);
        await Ledger.CheckAsync(store, campaigns, campaign);
    }

    private static async Task<(CampaignStore, CampaignRef)> SubmitAsync(RunStore store, int targets)
    {
        var campaigns = new CampaignStore(store, HostChain.Catalog, TimeProvider.System);
        return (campaigns, new CampaignRef((await campaigns.SubmitAsync(HostChain.Of(Enumerable.Range(0, targets).Select(i => $"target{i}")), Token)).Id));
    }

    private static async Task EndedAsync(CampaignStore campaigns, CampaignRef campaign, Workers workers)
    {
        await UntilAsync<bool>(async () => (await campaigns.GetAsync(campaign, Token)).Summary.EndedAt is not null ? true : null, 180);
        var ended = await campaigns.GetAsync(campaign, Token);
        var failures = new List<string>();
        await foreach (var failure in campaigns.FailuresAsync(campaign, Token)) failures.Add($"{failure.Target} {failure.Class} {failure.Message}\n{failure.LogTail}");
        ended.Summary.State.ShouldBe(CampaignState.Succeeded, $"{ended.Summary.Counts}\n{string.Join('\n', failures)}\n{string.Join('\n', workers.Said)}");
    }

    private static async Task<(long Instance, int Frame)?> RunningModelAsync(RunStore store, int process)
    {
        await using var state = store.Open();
        var mine = $"/{process}/";
        var open = state.Attempts.Where(attempt => attempt.EndedAt == null && attempt.Owner.Contains(mine)).ToList();
        await Task.Yield();
        return open.Count > 0 ? (open[0].InstanceKey, open[0].Frame) : null;
    }

    private static async Task<bool> OtherOwnerAsync(RunStore store, (long Instance, int Frame) victim)
    {
        var attempts = await store.AttemptsAsync(victim.Instance, Token);
        return attempts.Count(attempt => attempt.Frame == victim.Frame) > 1;
    }

    private static async Task<T?> UntilAsync<T>(Func<Task<T?>> find, double seconds = 120) where T : struct
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; await Task.Delay(100, Token))
        {
            try
            {
                if (await find() is { } found) return found;
            }
            catch (Exception error) when (PostgresFaults.MayPass(error))
            {
                // The server is being restarted.
            }
        }
        throw new TimeoutException($"It did not happen within {seconds} s.");
    }
}
