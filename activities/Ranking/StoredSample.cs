using Foldline.Artifacts;

namespace Foldline.Activities.Ranking;

/// <summary>A sample in a stored ranking.</summary>
/// <param name="Seed">The seed of its random draws.</param>
/// <param name="Sample">The 0-based sample within the seed.</param>
/// <param name="RankingScore">AlphaFold 3's ranking score.</param>
/// <param name="File">The scored sample.</param>
public sealed record StoredSample(long Seed, int Sample, float RankingScore, ArtifactRef File);
