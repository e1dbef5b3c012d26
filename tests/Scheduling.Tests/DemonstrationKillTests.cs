using System.Diagnostics;
using System.Text;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Scheduling.Tests;

/// <summary>The real executable with the demonstration weights, killed by the system at random moments of a campaign.</summary>
[Trait("suite", "full")]
public sealed class DemonstrationKillTests : IDisposable
{
    private const int Targets = 20, Kills = 30;
    private static readonly string Program = Path.Combine(Repository.Root, "infra", "Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "foldline.dll");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Thirty_kills_of_a_campaign_of_twenty_lose_no_target_and_repeat_nothing_committed()
    {
        if (!File.Exists(Program)) Assert.Skip($"{Program} is not built; build Pipeline.sln first.");
        var campaign = new CampaignRef(await SubmitAsync());
        await using var store = await SqliteRunStore.OpenAsync(Path.Combine(Data, "foldline.db"), Token);
        var campaigns = new CampaignStore(store, HostChain.Catalog, TimeProvider.System);
        var random = new Random(20261127);
        var (killed, said) = (0, "");
        while ((await campaigns.GetAsync(campaign, Token)).Summary.EndedAt is null)
        {
            using var worker = Start("worker", "--data", Data, "--until-idle");
            var output = worker.StandardError.ReadToEndAsync(Token);
            _ = worker.StandardOutput.ReadToEndAsync(Token);
            if (killed < Kills)
            {
                // One kill in four at any moment from the start of the process, the others some commits later.
                var commits = Committed(store) + random.Next(4) - 1;
                while (!worker.HasExited && Committed(store) < commits) await Task.Delay(20, Token);
                if (worker.WaitForExit(random.Next(1, 2500))) break;
                worker.Kill();
                killed++;
            }
            await worker.WaitForExitAsync(Token);
            said = await output;
            if (worker.ExitCode != 137) worker.ExitCode.ShouldBe(0, said);
        }
        killed.ShouldBe(Kills, said);
        var counts = (await campaigns.GetAsync(campaign, Token)).Summary.Counts;
        (counts.Total, counts.Open, counts.Failed, counts.Cancelled).ShouldBe((Targets, 0, 0, 0), said);
        await Ledger.CheckAsync(store, campaigns, campaign);
        await foreach (var target in campaigns.ResultsAsync(campaign, Token))
        {
            if (target.Status == InstanceStatus.Succeeded) target.Outputs["Ranking"].ShouldNotBeNull(target.Name);
            else await CheckCoincidenceAsync(campaigns, campaign, target.Name);
        }
    }

    // Two kills may meet a target at one and the same step; that is what quarantine is for, and nothing else may have led to it.
    private static async Task CheckCoincidenceAsync(CampaignStore campaigns, CampaignRef campaign, string target)
    {
        var lost = (await campaigns.TargetAsync(campaign, target, Token)).Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Lost).Select(attempt => attempt.LostAt).ToList();
        (lost.Count >= 10 || (lost.Count >= 2 && lost[^1] == lost[^2])).ShouldBeTrue($"{target} was quarantined though it was lost at {string.Join(", ", lost)}");
    }

    private async Task<string> SubmitAsync()
    {
        var random = new Random(3);
        var fasta = new StringBuilder();
        for (var i = 0; i < Targets; i++) fasta.Append($">p{i:D2}\n{new string(random.GetItems("ACDEFGHIKLMNPQRSTVWY".AsSpan(), 8))}\n");
        var input = Path.Combine(_folder.Path, "targets.fasta");
        await File.WriteAllTextAsync(input, fasta.ToString(), Token);
        using var submit = Start("campaign", "submit", input, "--data", Data, "--no-msa", "--samples", "1", "--steps", "100", "--cycles", "1", "--seeds", "1-3");
        var output = submit.StandardOutput.ReadToEndAsync(Token);
        var errors = await submit.StandardError.ReadToEndAsync(Token);
        await submit.WaitForExitAsync(Token);
        submit.ExitCode.ShouldBe(0, errors);
        return (await output).Trim();
    }

    private static int Committed(RunStore store)
    {
        using var state = store.Open();
        return state.Attempts.Count(attempt => attempt.Outcome == AttemptOutcome.Succeeded);
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MALLOC_ARENA_MAX"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        return Process.Start(start)!;
    }
}
