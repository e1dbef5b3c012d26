namespace Foldline.Network.Configuration;

/// <summary>Depth and heads of a transformer.</summary>
/// <param name="Blocks">Number of blocks.</param>
/// <param name="Heads">Attention heads.</param>
public sealed record TransformerConfiguration(int Blocks, int Heads);
