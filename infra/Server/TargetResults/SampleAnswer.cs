using Foldline.Ranking.Samples;

namespace Foldline.Server.TargetResults;

/// <summary>A sample in a target's ranking.</summary>
/// <param name="Rank">1 for the best.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Sample">The number within the seed.</param>
/// <param name="RankingScore">AlphaFold 3's ranking score.</param>
/// <param name="Ptm">pTM.</param>
/// <param name="Iptm">ipTM; absent for single chains.</param>
/// <param name="Plddt">Mean pLDDT, 0 to 100.</param>
/// <param name="HasClash">Whether chains clash.</param>
public sealed record SampleAnswer(int Rank, long Seed, int Sample, double? RankingScore, double? Ptm, double? Iptm, double? Plddt, bool HasClash)
{
    internal static SampleAnswer Of(RankedSample sample) => new(sample.Rank, sample.Seed, sample.Sample, Finite(sample.Scores.RankingScore, 4), Finite(sample.Scores.Ptm, 4),
        sample.Scores.Chains > 1 ? Finite(sample.Scores.Iptm, 4) : null, Finite(sample.Scores.Plddt, 2), sample.Scores.HasClash);

    private static double? Finite(float value, int decimals) => float.IsFinite(value) ? Math.Round(value, decimals) : null;
}
