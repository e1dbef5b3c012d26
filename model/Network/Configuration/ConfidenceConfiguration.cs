namespace Foldline.Network.Configuration;

/// <summary>The confidence head (AF3 Algorithm 31).</summary>
public sealed record ConfidenceConfiguration
{
    /// <summary>Blocks of its Pairformer.</summary>
    public int Blocks { get; init; } = 4;

    /// <summary>Heads of its single attention.</summary>
    public int Heads { get; init; } = 16;

    /// <summary>Atom slots of a token.</summary>
    public int MaxAtomsPerToken { get; init; } = 24;

    /// <summary>The share of the pair updates dropped while training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the hidden widths follow the pairs.</summary>
    public bool ScaleHidden { get; init; }

    /// <summary>Lower edge of the first distance bin, Å.</summary>
    public double DistanceStart { get; init; } = 3.25;

    /// <summary>Bins start below this distance, Å; the last one is open.</summary>
    public double DistanceEnd { get; init; } = 52;

    /// <summary>Width of a distance bin, Å.</summary>
    public double DistanceStep { get; init; } = 1.25;

    /// <summary>Bins of the predicted aligned error, 0 to 32 Å.</summary>
    public int PaeBins { get; init; } = 64;

    /// <summary>Bins of the predicted distance error, 0 to 32 Å.</summary>
    public int PdeBins { get; init; } = 64;

    /// <summary>Bins of the predicted lDDT, 0 to 1.</summary>
    public int PlddtBins { get; init; } = 50;
}
