namespace Foldline.Network.Configuration;

/// <summary>The MSA module (AF3 Algorithm 8).</summary>
public sealed record MsaConfiguration
{
    /// <summary>Number of blocks.</summary>
    public int Blocks { get; init; } = 4;

    /// <summary>Channels of an alignment cell.</summary>
    public int CM { get; init; } = 64;

    /// <summary>The share of the alignment updates dropped while training.</summary>
    public double MsaDropout { get; init; } = 0.15;

    /// <summary>The share of the pair updates dropped while training.</summary>
    public double PairDropout { get; init; } = 0.25;

    /// <summary>The most rows a recycle sees.</summary>
    public int SampleCutoff { get; init; } = 16384;

    /// <summary>Whether the hidden widths of the pair stack follow the pairs.</summary>
    public bool ScaleHidden { get; init; }
}
