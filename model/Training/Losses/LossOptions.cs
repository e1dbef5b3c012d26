namespace Foldline.Training.Losses;

/// <summary>Settings of the total loss; the defaults are the original's for training from scratch.</summary>
public sealed record LossOptions
{
    /// <summary>Factors of the terms.</summary>
    public LossWeights Weights { get; init; } = new();

    /// <summary>Smooth lDDT over all pairs (default); otherwise over listed pairs if <see cref="SparseBonds"/>, else from stored distances.</summary>
    public bool DenseLddt { get; init; } = true;

    /// <summary>Bonds over listed pairs (default), whose mean is over bonds; otherwise over all pairs, whose mean is over N².</summary>
    public bool SparseBonds { get; init; } = true;

    /// <summary>Samples per recomputed segment of smooth lDDT; <c>null</c> keeps all distances. Default 1, which needs the least memory.</summary>
    public int? LddtChunk { get; init; } = 1;

    /// <summary>Samples per piece in evaluation. Default 1.</summary>
    public int EvaluationChunk { get; init; } = 1;

    /// <summary>Å: entries with better (smaller) resolution, or without one (−1), do not train confidence.</summary>
    public double MinimumResolution { get; init; } = 0.1;

    /// <summary>Å: entries with worse resolution do not train confidence.</summary>
    public double MaximumResolution { get; init; } = 4.0;

    /// <summary>Å, the spread of the data in the noise weighting.</summary>
    public double SigmaData { get; init; } = 16;

    /// <summary>Train the confidence head alone: the diffusion and distogram terms are left out.</summary>
    public bool ConfidenceOnly { get; init; }

    /// <summary>Radii of the lDDT mask.</summary>
    public LddtMask LddtMask { get; init; } = new();

    /// <summary>The smooth lDDT term.</summary>
    public SmoothLddtLoss SmoothLddt { get; init; } = new();

    /// <summary>The bond term.</summary>
    public BondLoss Bond { get; init; } = new();

    /// <summary>The position term.</summary>
    public AlignedMseLoss Mse { get; init; } = new();

    /// <summary>The distogram term.</summary>
    public DistogramLoss Distogram { get; init; } = new();

    /// <summary>The pLDDT term.</summary>
    public PlddtLoss Plddt { get; init; } = new();

    /// <summary>The PDE term.</summary>
    public PdeLoss Pde { get; init; } = new();

    /// <summary>The PAE term.</summary>
    public PaeLoss Pae { get; init; } = new();

    /// <summary>The resolved term.</summary>
    public ResolvedLoss Resolved { get; init; } = new();
}
