namespace Foldline.Network.Configuration;

/// <summary>The input embedder (AF3 Algorithm 2).</summary>
public sealed record InputEmbedderConfiguration
{
    /// <summary>Channels of an atom.</summary>
    public int CAtom { get; init; } = 128;

    /// <summary>Channels of a pair of atoms.</summary>
    public int CAtomPair { get; init; } = 16;

    /// <summary>Channels of a token that come from its atoms.</summary>
    public int CToken { get; init; } = 384;

    /// <summary>The atom transformer: three blocks of four heads in every published model, the small ones included.</summary>
    public TransformerConfiguration AtomEncoder { get; init; } = new(3, 4);

    /// <summary>The protein language model whose embedding is added; none in most models.</summary>
    public LanguageModelConfiguration? LanguageModel { get; init; }
}
