namespace Foldline.Server.TargetResults;

/// <summary>The alignment of one entity.</summary>
/// <param name="Chains">Its chains.</param>
/// <param name="Length">Residues.</param>
/// <param name="Rows">Rows of the alignment, the query among them.</param>
/// <param name="Depth">Rows that have a residue at each position.</param>
/// <param name="Databases">Where the rows come from.</param>
/// <param name="A3m">The address of the alignment itself.</param>
public sealed record AlignmentAnswer(IReadOnlyList<string> Chains, int Length, int Rows, IReadOnlyList<int> Depth, IReadOnlyList<string> Databases, string A3m);
