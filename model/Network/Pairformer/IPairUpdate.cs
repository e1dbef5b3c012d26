using static TorchSharp.torch;

namespace Foldline.Network.Pairformer;

/// <summary>Another way through the pair updates of a <see cref="PairformerBlock"/>: the same answer, written over the pairs. For inference alone.</summary>
public interface IPairUpdate
{
    /// <summary>Updates dense pairs in place.</summary>
    /// <param name="z">Pairs, [i,j,c].</param>
    /// <param name="mask">Pair mask, [i,j], or none.</param>
    void Apply(Tensor z, Tensor? mask);
}
