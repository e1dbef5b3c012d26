using System.Collections.Concurrent;
using Foldline.Activities;
using Foldline.Activities.Ranking;
using Foldline.Artifacts;
using Foldline.Server.Campaigns;
using Foldline.Server.Hosting;
using Foldline.Workflows;

namespace Foldline.Server.TargetResults;

/// <summary>Results of targets and of whole campaigns.</summary>
/// <param name="campaigns">Who knows the targets.</param>
/// <param name="artifacts">Where results lie.</param>
/// <param name="options">The server.</param>
public sealed class ResultDesk(ICampaigns campaigns, IArtifactStore artifacts, ServerOptions options)
{
    private const int MostRemembered = 100_000;
    private const int ParallelReads = 8;

    // By the hash of the ranking, which says all there is to know; never out of date.
    private readonly ConcurrentDictionary<string, StoredSample[]> _best = new(StringComparer.Ordinal);

    /// <summary>The result of a target.</summary>
    /// <exception cref="Foldline.Server.Errors.ApiException">There is none (yet).</exception>
    public async Task<TargetResult> OpenAsync(CampaignRef campaign, string target, CancellationToken cancellationToken) =>
        await TargetResult.OpenAsync(artifacts, await campaigns.TargetAsync(campaign, target, cancellationToken), options, cancellationToken);

    /// <summary>The ranking of a campaign's targets, best first; targets without structures are left out.</summary>
    public async Task<IReadOnlyList<RankingLine>> RankingAsync(CampaignRef campaign, CancellationToken cancellationToken)
    {
        await campaigns.GetAsync(campaign, cancellationToken);
        var found = new ConcurrentBag<(string Target, StoredSample[] Samples)>();
        await Parallel.ForEachAsync(Succeeded(campaign, cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken },
            async (each, token) => found.Add((each.Target, await SamplesAsync(each.Ranking, token))));
        return [.. found.OrderByDescending(each => float.IsNaN(each.Samples[0].RankingScore) ? float.NegativeInfinity : each.Samples[0].RankingScore)
            .ThenBy(each => each.Target, StringComparer.Ordinal)
            .Select((each, index) => new RankingLine(index + 1, each.Target, float.IsFinite(each.Samples[0].RankingScore) ? Math.Round(each.Samples[0].RankingScore, 4) : null,
                each.Samples[0].Seed, each.Samples[0].Sample, each.Samples.Length))];
    }

    private async IAsyncEnumerable<(string Target, ArtifactRef Ranking)> Succeeded(CampaignRef campaign, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var result in campaigns.ResultsAsync(campaign, cancellationToken))
            if (result.Status == InstanceStatus.Succeeded && TargetArtifacts.Reference(result.Outputs["Ranking"]) is { } ranking) yield return (result.Name, ranking);
    }

    private async Task<StoredSample[]> SamplesAsync(ArtifactRef ranking, CancellationToken cancellationToken)
    {
        if (_best.TryGetValue(ranking.Sha256, out var known)) return known;
        var samples = (await artifacts.ReadJsonAsync<StoredRanking>(ranking, ActivityJson.Options, cancellationToken)).Samples.ToArray();
        if (_best.Count >= MostRemembered) _best.Clear();
        return _best[ranking.Sha256] = samples;
    }
}
