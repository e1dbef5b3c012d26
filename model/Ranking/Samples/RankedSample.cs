using Foldline.Ranking.Confidences;

namespace Foldline.Ranking.Samples;

/// <summary>A sample and its place among its target's samples.</summary>
/// <param name="Rank">1 for the best.</param>
/// <param name="Seed">The seed of its random draws.</param>
/// <param name="Sample">The 0-based sample within the seed.</param>
/// <param name="Scores">Its scores.</param>
/// <param name="Load">Brings the whole sample; large ones are not kept in memory while others are written.</param>
public sealed record RankedSample(int Rank, long Seed, int Sample, ConfidenceScores Scores, Func<ScoredSample> Load)
{
    /// <summary>The name of its folder, as AlphaFold 3 spells it.</summary>
    public string Folder => $"seed-{Seed}_sample-{Sample}";
}
