using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// Adds an update to what it updates, dropping the same entries in every row: one mask over the last two axes, shared along the third from the end, scaled by
/// 1 / (1 - rate). In evaluation it is a plain sum.
/// </summary>
public sealed class RowSharedDropout(double rate) : nn.Module<Tensor, Tensor, Tensor>(nameof(RowSharedDropout)), IDropout
{
    /// <inheritdoc/>
    public double Rate { get; set; } = rate;

    /// <inheritdoc/>
    public IDropoutMasks? Masks { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor residual, Tensor update)             // [..,i,j,c], [..,i,j,c] -> [..,i,j,c]
    {
        if (!training || Rate == 0) return residual + update;
        using var scope = NewDisposeScope();
        long[] shape = [.. update.shape];
        shape[^3] = 1;
        return (residual + update * this.Draw(shape, update)).MoveToOuterDisposeScope();
    }
}
