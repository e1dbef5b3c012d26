namespace Foldline.Network.Configuration;

/// <summary>The diffusion module (AF3 Algorithm 20).</summary>
public sealed record DiffusionConfiguration
{
    /// <summary>The spread of the data, Å.</summary>
    public double SigmaData { get; init; } = 16;

    /// <summary>Channels of a token inside.</summary>
    public int CToken { get; init; } = 768;

    /// <summary>Channels of an atom.</summary>
    public int CAtom { get; init; } = 128;

    /// <summary>Channels of a pair of atoms.</summary>
    public int CAtomPair { get; init; } = 16;

    /// <summary>Channels of the embedded noise level.</summary>
    public int CNoise { get; init; } = 256;

    /// <summary>The atom transformer on the way in.</summary>
    public TransformerConfiguration AtomEncoder { get; init; } = new(3, 4);

    /// <summary>The transformer over tokens.</summary>
    public TransformerConfiguration Transformer { get; init; } = new(24, 16);

    /// <summary>The atom transformer on the way out.</summary>
    public TransformerConfiguration AtomDecoder { get; init; } = new(3, 4);
}
