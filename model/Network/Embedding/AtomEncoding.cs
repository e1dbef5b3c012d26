using static TorchSharp.torch;

namespace Foldline.Network.Embedding;

/// <summary>What the atom attention encoder gives.</summary>
/// <param name="Token">Tokens as the mean of their atoms, [..,i,cToken].</param>
/// <param name="Query">Atoms after the transformer, [..,l,c].</param>
/// <param name="Conditioning">What the atoms are; the decoder uses it too.</param>
public sealed record AtomEncoding(Tensor Token, Tensor Query, AtomConditioning Conditioning);
