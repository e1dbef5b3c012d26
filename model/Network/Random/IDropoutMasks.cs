using static TorchSharp.torch;

namespace Foldline.Network.Random;

/// <summary>Where dropout masks come from.</summary>
public interface IDropoutMasks
{
    /// <summary>A mask on the CPU: zero with probability <paramref name="rate"/>, else 1 / (1 - rate). Each call draws anew.</summary>
    Tensor Draw(ReadOnlySpan<long> shape, double rate);
}
