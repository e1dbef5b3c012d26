using Foldline.Network.Fast;
using Foldline.Network.Pairformer;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Msa;

/// <summary>
/// AF3 supplement, Algorithm 8, lines 6 to 13: the alignment informs the pairs, is updated under them, and the pairs go on by themselves. The last block has no
/// use for an updated alignment and no parameters for it.
/// </summary>
public class MsaBlock : nn.Module<Tensor, Tensor, Tensor?, (Tensor? Msa, Tensor Pair)>
{
    [ComponentName(Name = "outer_product_mean_msa")] private readonly OuterProductMean _outerProduct;
    [ComponentName(Name = "msa_stack")] private readonly MsaStack? _msaStack;
    [ComponentName(Name = "pair_stack")] private readonly PairformerBlock _pairStack;

    /// <summary>A block; <paramref name="pair"/> gives the widths of its pair stack.</summary>
    public MsaBlock(long cM, PairformerDimensions pair, bool last, long cHidden = 32, double msaDropout = 0.15, Device? device = null) : base(nameof(MsaBlock))
    {
        _outerProduct = new OuterProductMean(cM, pair.CZ, cHidden, device);
        _msaStack = last ? null : new MsaStack(cM, pair.CZ, dropout: msaDropout, device: device);
        _pairStack = new PairformerBlock(pair, device);
        RegisterComponents();
    }

    /// <summary>Takes the place of the plain path where no gradient is wanted; <c>null</c>, the default, keeps it.</summary>
    internal FastMsaUpdate? Fast { get; set; }

    /// <summary>The pair stack.</summary>
    internal PairformerBlock PairStack => _pairStack;

    /// <summary>Whether pairs and alignment are updated in place when it may be done.</summary>
    internal bool UpdatesInPlace => Fast is not null && _pairStack.UpdatesInPlace;

    /// <summary>The block over an alignment and pairs that the caller gives away: they hold the new ones afterwards. Only where <see cref="UpdatesInPlace"/>.</summary>
    internal void Overwrite(Tensor m, Tensor z, Tensor? mask)                  // [r,i,cM], [i,j,cZ], [i,j]
    {
        Fast!.Apply(m, z);
        using var span = ModuleSpan.Of(_pairStack);
        _pairStack.Overwrite(null, z, mask);
    }

    /// <inheritdoc/>
    public override (Tensor? Msa, Tensor Pair) forward(Tensor m, Tensor z, Tensor? mask)   // [r,i,cM], [i,j,cZ], [i,j] -> [r,i,cM], [i,j,cZ]
    {
        using var scope = NewDisposeScope();
        if (UpdatesInPlace)
        {
            Tensor copy = _pairStack.Dense(z), rows = PairformerBlock.Dense(m, copy.dtype);
            Overwrite(rows, copy, mask);
            return (_msaStack is null ? null : PairformerBlock.InType(rows, m.dtype).MoveToOuterDisposeScope(), PairformerBlock.InType(copy, z.dtype).MoveToOuterDisposeScope());
        }
        z = z + _outerProduct.call(m, null);
        var alignment = _msaStack?.call(m, z);
        var (_, pair) = _pairStack.call(null, z, mask);
        return (alignment?.MoveToOuterDisposeScope(), pair.MoveToOuterDisposeScope());
    }
}
