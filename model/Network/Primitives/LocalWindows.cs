using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// The windows of sequence-local attention (AF3 Algorithm 7): window w holds the 32 queries from atom 32 w on and the 128 keys from atom 32 w - 48 on. All
/// shapes are views of one zero-padded tensor, so neighbouring windows share their keys in memory.
/// </summary>
public static class LocalWindows
{
    /// <summary>Queries per window.</summary>
    public const int QueryCount = 32;

    /// <summary>Keys per window.</summary>
    public const int KeyCount = 128;

    /// <summary>The additive logit of a key outside the molecule.</summary>
    public const float Outside = -1e10f;

    private const int LeftPad = (KeyCount - QueryCount) / 2;

    /// <summary>The number of windows that <paramref name="atoms"/> atoms need.</summary>
    public static long Count(long atoms) => (atoms + QueryCount - 1) / QueryCount;

    /// <summary>Queries by window: [...,l,c] -> [...,w,32,c], or [l] -> [w,32] for an index vector.</summary>
    public static Tensor Queries(Tensor x)
    {
        using var scope = NewDisposeScope();
        int axis = Axis(x);
        var padded = Pad(x, axis, 0, Count(x.shape[axis]) * QueryCount - x.shape[axis]);
        return padded.unflatten(axis, -1, QueryCount).MoveToOuterDisposeScope();
    }

    /// <summary>Keys by window: [...,l,c] -> [...,w,128,c], or [l] -> [w,128] for an index vector; overlapping views.</summary>
    public static Tensor Keys(Tensor x)
    {
        using var scope = NewDisposeScope();
        int axis = Axis(x);
        long atoms = x.shape[axis];
        var padded = Pad(x, axis, LeftPad, Count(atoms) * QueryCount + LeftPad - atoms);
        var windows = padded.unfold(axis, KeyCount, QueryCount);               // the window's entries come last: [...,w,c,128]
        return (x.dim() == 1 ? windows : windows.transpose(-1, -2)).MoveToOuterDisposeScope();
    }

    /// <summary>Which query and key of a window are both atoms: [w,32,128], boolean.</summary>
    public static Tensor PairMask(long atoms, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var real = ones(atoms, dtype: ScalarType.Bool, device: device ?? CPU);
        return (Queries(real).unsqueeze(-1) & Keys(real).unsqueeze(-2)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The additive mask of the logits: [w,1,1,128], zero for atoms and -1e10 outside. Padding queries are not masked, since their rows are cut off afterwards.
    /// </summary>
    public static Tensor KeyBias(long atoms, ScalarType dtype, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var outside = Keys(ones(atoms, dtype: ScalarType.Bool, device: device ?? CPU)).bitwise_not();
        return (outside.to(dtype) * Outside).unsqueeze(1).unsqueeze(1).MoveToOuterDisposeScope();
    }

    private static int Axis(Tensor x) => x.dim() == 1 ? 0 : (int)x.dim() - 2;

    private static Tensor Pad(Tensor x, int axis, long before, long after)
    {
        if (before == 0 && after == 0) return x.alias();
        long[] widths = axis == x.dim() - 1 ? [before, after] : [0, 0, before, after];
        return nn.functional.pad(x, widths, PaddingModes.Constant, 0);
    }
}
