namespace Foldline.Network.Configuration;

/// <summary>The Pairformer of the trunk (AF3 Algorithm 17).</summary>
public sealed record PairformerConfiguration
{
    /// <summary>Number of blocks.</summary>
    public int Blocks { get; init; } = 48;

    /// <summary>Heads of the single attention.</summary>
    public int Heads { get; init; } = 16;

    /// <summary>The share of the pair updates dropped while training.</summary>
    public double Dropout { get; init; } = 0.25;

    /// <summary>Whether the hidden widths follow the pairs.</summary>
    public bool ScaleHidden { get; init; }
}
