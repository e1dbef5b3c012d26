using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Elementwise dropout with an injected mask.</summary>
public sealed class Dropout(double rate) : nn.Module<Tensor, Tensor>(nameof(Dropout)), IDropout
{
    /// <inheritdoc/>
    public double Rate { get; set; } = rate;

    /// <inheritdoc/>
    public IDropoutMasks? Masks { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        if (!training || Rate == 0) return x.alias();
        using var scope = NewDisposeScope();
        return (x * this.Draw(x.shape, x)).MoveToOuterDisposeScope();
    }
}
