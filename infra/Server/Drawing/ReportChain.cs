namespace Foldline.Server.Drawing;

/// <summary>A chain as the plots divide their axes.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Start">Its first token.</param>
/// <param name="Length">The number of its tokens.</param>
/// <param name="IsPolymer">Whether its tokens are joined by a line in the 3D view.</param>
public sealed record ReportChain(string Id, int Start, int Length, bool IsPolymer);
