namespace Foldline.Ranking.Ligands;

/// <summary>How well one ligand chain of interest is placed (what PoseBusters-like evaluations rank by).</summary>
/// <param name="RankingScore">The ligand's global pair ipTM with the first other chain.</param>
/// <param name="HasClash">Whether the ligand comes closer to any chain than 0.75 of the sum of two van der Waals radii.</param>
public sealed record LigandScores(float RankingScore, bool HasClash)
{
    /// <summary>The ranking score, less 100 for a clash.</summary>
    public float PenalizedRankingScore => RankingScore - (HasClash ? 100 : 0);
}
