using Foldline.Network.Msa;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>What an MSA block does before its pair stack, in place: the alignment informs the pairs, then is updated under them.</summary>
internal sealed class FastMsaUpdate
{
    private readonly FastOuterProductMean _outerProduct;
    private readonly FastPairWeightedAveraging? _averaging;
    private readonly FastTransition? _transition;

    /// <summary>The updates of one block, with its parameters.</summary>
    public FastMsaUpdate(MsaBlock block)
    {
        _outerProduct = new FastOuterProductMean((OuterProductMean)block.Child("outer_product_mean_msa"));
        if (block.named_children().All(child => child.name != "msa_stack")) return;
        var stack = block.Child("msa_stack");
        _averaging = new FastPairWeightedAveraging((MsaPairWeightedAveraging)stack.Child("msa_pair_weighted_averaging"));
        _transition = new FastTransition((Transition)stack.Child("transition_m"));
    }

    /// <summary>Updates dense pairs and the dense alignment in place.</summary>
    public void Apply(Tensor m, Tensor z)                                      // [r,i,cM], [i,j,cZ]
    {
        _outerProduct.AddTo(z, m);
        _averaging?.AddTo(m, z);
        _transition?.AddTo(m);
    }
}
