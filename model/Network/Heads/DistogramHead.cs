using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Heads;

/// <summary>
/// AF3 supplement, section 4.4: binned distances between the centre atoms of tokens. The logits of (i,j) and (j,i) are added, so the bias counts twice.
/// </summary>
public sealed class DistogramHead : nn.Module<Tensor, Tensor>, ISinglePrecision
{
    [ComponentName(Name = "linear")] private readonly Linear _logits;

    /// <summary>A head from <paramref name="cZ"/> pair channels to <paramref name="bins"/> bins.</summary>
    public DistogramHead(long cZ, long bins = 64, Device? device = null) : base(nameof(DistogramHead))
    {
        _logits = new Linear(cZ, bins, bias: true, Initialization.Zero, device: device);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor z) => Rows(z, 0, z.shape[^3]);       // [i,j,c] -> [i,j,bins]

    /// <summary>The logits of some rows, so that all need not stand at once.</summary>
    public Tensor Rows(Tensor z, long start, long count)                       // [i,j,c] -> [count,j,bins]
    {
        using var scope = NewDisposeScope();
        var rows = _logits.call(z.narrow(-3, start, count).to(_logits.Type));
        var columns = _logits.call(z.narrow(-2, start, count).to(_logits.Type)).transpose(-2, -3);
        return (rows + columns).MoveToOuterDisposeScope();
    }
}
