namespace Foldline.Server.TargetResults;

/// <summary>A target's line in a campaign's ranking.</summary>
/// <param name="Rank">1 for the best.</param>
/// <param name="Target">The target.</param>
/// <param name="RankingScore">The best sample's ranking score.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Sample">Its number.</param>
/// <param name="Samples">The number of samples it was chosen from.</param>
public sealed record RankingLine(int Rank, string Target, double? RankingScore, long Seed, int Sample, int Samples);
