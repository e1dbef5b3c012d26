using System.Collections.Immutable;
using Foldline.Ranking.Confidences;

namespace Foldline.Ranking.Samples;

/// <summary>The samples of one target over all its seeds, best first by AlphaFold 3's ranking score; equal scores keep the order of seed and sample.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Samples">Best first; never empty.</param>
public sealed record TargetRanking(string Target, ImmutableArray<RankedSample> Samples)
{
    /// <summary>The best sample.</summary>
    public RankedSample Best => Samples[0];

    /// <summary>Ranks samples that stand in memory.</summary>
    /// <exception cref="ArgumentException">There is no sample, or one twice.</exception>
    public static TargetRanking Of(string target, params IEnumerable<ScoredSample> samples) =>
        Of(target, samples.Select(sample => (sample.Seed, sample.Sample, sample.Scores, Load: new Func<ScoredSample>(() => sample))));

    /// <summary>Ranks stored samples; only their scores are read now, the rest when asked for.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="paths">Files of <see cref="ScoredSampleFile"/>.</param>
    public static TargetRanking OfFiles(string target, params IEnumerable<string> paths) => Of(target, paths.Select(path =>
    {
        var (seed, sample, scores) = ScoredSampleFile.LoadScores(path);
        return (seed, sample, scores, new Func<ScoredSample>(() => ScoredSampleFile.Load(path)));
    }));

    private static TargetRanking Of(string target, IEnumerable<(long Seed, int Sample, ConfidenceScores Scores, Func<ScoredSample> Load)> samples)
    {
        // A score that is not a number sorts last.
        var sorted = samples.OrderByDescending(sample => float.IsNaN(sample.Scores.RankingScore) ? float.NegativeInfinity : sample.Scores.RankingScore)
            .ThenBy(sample => sample.Seed).ThenBy(sample => sample.Sample).ToList();
        if (sorted.Count == 0) throw new ArgumentException($"{target} has no sample to rank.", nameof(samples));
        if (sorted.DistinctBy(sample => (sample.Seed, sample.Sample)).Count() < sorted.Count)
            throw new ArgumentException($"{target} has two samples of one seed and number.", nameof(samples));
        return new TargetRanking(target, [.. sorted.Select((sample, at) => new RankedSample(at + 1, sample.Seed, sample.Sample, sample.Scores, sample.Load))]);
    }
}
