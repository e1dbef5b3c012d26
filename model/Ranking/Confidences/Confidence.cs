namespace Foldline.Ranking.Confidences;

/// <summary>The confidence of one sample in full: per atom, per token pair, and summed up.</summary>
/// <param name="AtomPlddt">Expected lDDT, 0–1. [atom]</param>
/// <param name="Pae">Expected aligned error, row token's frame to column token, Å. [token, token]</param>
/// <param name="Pde">Expected distance error, Å. [token, token]</param>
/// <param name="Scores">The scores.</param>
public sealed record Confidence(float[] AtomPlddt, float[] Pae, float[] Pde, ConfidenceScores Scores);
