using static TorchSharp.torch;

namespace Foldline.Network.Embedding;

/// <summary>What the atoms are, apart from where they are: constant over the steps of a sampler.</summary>
/// <param name="Single">Condition of each atom, [..,l,c].</param>
/// <param name="Pair">Pairs by local window, [..,w,32,128,cPair].</param>
public sealed record AtomConditioning(Tensor Single, Tensor Pair);
