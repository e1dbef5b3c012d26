namespace Foldline.Network.Configuration;

/// <summary>The template embedder (AF3 Algorithm 16).</summary>
public sealed record TemplateConfiguration
{
    /// <summary>Blocks of its pair stack; 0 switches templates off, though the projections around it stay in the checkpoint.</summary>
    public int Blocks { get; init; } = 2;

    /// <summary>Hidden channels.</summary>
    public int C { get; init; } = 64;

    /// <summary>How many times wider the transitions' hidden layer is.</summary>
    public int Factor { get; init; } = 2;

    /// <summary>The share of the pair updates dropped while training.</summary>
    public double Dropout { get; init; } = 0.25;

    /// <summary>Whether the hidden widths of the pair stack follow <see cref="C"/>.</summary>
    public bool ScaleHidden { get; init; }
}
