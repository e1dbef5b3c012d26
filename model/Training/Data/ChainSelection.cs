namespace Foldline.Training.Data;

/// <summary>A polymer chain of a structure, or a stretch of it.</summary>
/// <param name="Id">The chain's <c>label_asym_id</c>.</param>
/// <param name="First">First residue by position in the full sequence, counted from 1. Default 1.</param>
/// <param name="Last">Last residue; the end of the chain where <c>null</c>.</param>
public sealed record ChainSelection(string Id, int First = 1, int? Last = null);
