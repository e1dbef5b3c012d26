namespace Foldline.Ranking.Confidences;

/// <summary>The grids and limits scores are computed with; the defaults are those of every published model.</summary>
public sealed record ConfidenceOptions
{
    /// <summary>Bins of the pLDDT head; default 50 over 0–1.</summary>
    public BinGrid Plddt { get; init; } = BinGrid.Plddt;

    /// <summary>Bins of the PAE head; default 64 over 0–32 Å.</summary>
    public BinGrid Pae { get; init; } = BinGrid.Error;

    /// <summary>Bins of the PDE head; default 64 over 0–32 Å.</summary>
    public BinGrid Pde { get; init; } = BinGrid.Error;

    /// <summary>Atoms of two polymer chains closer than this clash, Å; default 1.1 as in AlphaFold 3.</summary>
    public float ClashDistance { get; init; } = 1.1f;

    /// <summary>A ligand clashes below this fraction of the sum of van der Waals radii; default 0.75.</summary>
    public float VdwClashFraction { get; init; } = 0.75f;
}
