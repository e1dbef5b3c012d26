using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Runs parts of the network, so that training can recompute them in the backward pass in place of keeping what they computed.</summary>
public interface ISegmentRunner
{
    /// <summary>Runs a segment.</summary>
    /// <param name="kind">What part of the network it is.</param>
    /// <param name="body">A function of its inputs and of parameters alone; it may run again later.</param>
    /// <param name="inputs">Its inputs; absent ones are <c>null</c>.</param>
    /// <returns>Its results; absent ones are <c>null</c>.</returns>
    Tensor?[] Run(SegmentKind kind, Func<Tensor?[], Tensor?[]> body, Tensor?[] inputs);
}
