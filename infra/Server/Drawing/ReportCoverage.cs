namespace Foldline.Server.Drawing;

/// <summary>How many alignment rows cover each residue of an entity.</summary>
/// <param name="Label">What the plot is called, for example <c>chain A, B</c>.</param>
/// <param name="Depth">Rows without a gap at the residue. [residue]</param>
/// <param name="Rows">Rows of the alignment, the query included.</param>
public sealed record ReportCoverage(string Label, int[] Depth, int Rows);
