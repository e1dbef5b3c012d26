using System.Diagnostics;
using System.Text.Json.Nodes;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>A worker process killed by the system at random moments of a campaign, again and again.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_campaign_whose_worker_is_killed_at_random_moments_ends_every_target_once_and_repeats_nothing_committed() => KillAsync(targets: 8, kills: 5);

    [Fact, Trait("suite", "full")]
    public Task Thirty_kills_of_a_twenty_target_campaign_lose_no_target_and_repeat_nothing_committed() => KillAsync(targets: 20, kills: 30);

    [Fact]
    public async Task An_activity_that_ends_its_process_twice_is_quarantined_and_the_others_succeed()
    {
        var (store, campaigns, campaign) = await SubmitAsync(["a", "b", "victim", "d"]);
        await using var _ = store;
        using var workers = new Workers(_folder.Path, Db, Blobs);
        var exits = new List<int>();
        for (var round = 0; round < 6 && (exits.Count == 0 || exits[^1] != 0); round++)
        {
            var process = workers.Start(20, 2, 1, 2, "crash");
            await process.WaitForExitAsync(Token);
            exits.Add(process.ExitCode);
        }
        exits.ShouldBe([137, 137, 0], string.Join('\n', workers.Said));
        var ended = await campaigns.GetAsync(campaign, Token);
        (ended.Summary.State, ended.Summary.Counts.Quarantined, ended.Summary.Counts.Succeeded).ShouldBe((CampaignState.PartlySucceeded, 1, 3));
        var victim = await campaigns.TargetAsync(campaign, "victim", Token);
        victim.Summary.Failure!.Class.ShouldBe(Activities.FailureClass.Poison);
        victim.Summary.Failure.Message.ShouldContain("loading 1/2");
    }

    private string Db => $"sqlite:{Path.Combine(_folder.Path, "state.db")}";

    private string Blobs => $"file:{Path.Combine(_folder.Path, "blobs")}";

    private async Task<(RunStore Store, CampaignStore Campaigns, CampaignRef Campaign)> SubmitAsync(IEnumerable<string> targets)
    {
        var store = await StateStores.OpenAsync(Db, Token);
        var campaigns = new CampaignStore(store, HostChain.Catalog, TimeProvider.System);
        return (store, campaigns, new CampaignRef((await campaigns.SubmitAsync(HostChain.Of(targets), Token)).Id));
    }

    private async Task KillAsync(int targets, int kills)
    {
        var (store, campaigns, campaign) = await SubmitAsync(Enumerable.Range(0, targets).Select(i => $"target{i}"));
        await using var _ = store;
        var random = new Random(20261126);
        var killed = 0;
        using var workers = new Workers(_folder.Path, Db, Blobs);
        for (var round = 0; round < kills + 20; round++)
        {
            var process = workers.Start(60, 2, 1, 2);
            var begun = Committed(workers);
            var clock = Stopwatch.StartNew();
            // Every other time at any moment, otherwise once it works: a machine under load needs a second to begin.
            while (round % 2 == 1 && !process.HasExited && Committed(workers) == begun && clock.Elapsed < TimeSpan.FromSeconds(60)) await Task.Delay(5, Token);
            if (killed < kills && !process.WaitForExit(random.Next(1, round % 2 == 1 ? 120 : 1500)))
            {
                process.Kill();
                killed++;
                await process.WaitForExitAsync(Token);
                continue;
            }
            await process.WaitForExitAsync(Token);
            process.ExitCode.ShouldBe(0, string.Join('\n', workers.Said));
            if ((await campaigns.GetAsync(campaign, Token)).Summary.EndedAt is not null) break;
        }
        killed.ShouldBeGreaterThan(kills / 2);
        var ended = await campaigns.GetAsync(campaign, Token);
        ended.Summary.State.ShouldBe(CampaignState.Succeeded, $"{ended.Summary.Counts}\n{string.Join('\n', workers.Said)}");
        ended.Summary.Counts.Succeeded.ShouldBe(targets);
        await Ledger.CheckAsync(store, campaigns, campaign);
    }

    private static int Committed(Workers workers) => workers.Journal().Count(line => line.StartsWith("committed", StringComparison.Ordinal));
}
