namespace Foldline.Network.Configuration;

/// <summary>The substructure embedder of Protenix.</summary>
public sealed record SubstructureConfiguration
{
    /// <summary>Whether a transformer over all token pairs embeds the classes; a plain perceptron otherwise.</summary>
    public bool Transformer { get; init; } = true;

    /// <summary>Distance classes.</summary>
    public int Classes { get; init; } = 4;

    /// <summary>Hidden channels.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Number of layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share dropped while training.</summary>
    public double Dropout { get; init; } = 0.1;
}
