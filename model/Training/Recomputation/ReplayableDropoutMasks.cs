using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

/// <summary>Dropout masks from torch's default generator, whose state recomputed segments put back, so that they draw the same masks again.</summary>
public sealed class ReplayableDropoutMasks : IDropoutMasks
{
    /// <inheritdoc/>
    public Tensor Draw(ReadOnlySpan<long> shape, double rate)
    {
        using var scope = NewDisposeScope();
        var kept = rand(shape.ToArray()).ge(rate).to(ScalarType.Float32);
        return (kept / (1 - rate)).MoveToOuterDisposeScope();
    }
}
