using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>The geometry of the reference conformers between the atoms of each local window (<see cref="LocalWindows"/>).</summary>
/// <param name="Offset">Position of the query minus position of the key, [w,32,128,3], Å; padding atoms lie at the origin.</param>
/// <param name="SameSpace">
/// 1 where both atoms belong to one conformer, [w,32,128,1]. Padding atoms count as conformer 0, as in the original; the attention masks them out.
/// </param>
/// <param name="Mask">1 where both are atoms, [w,32,128,1].</param>
public sealed record AtomPairs(Tensor Offset, Tensor SameSpace, Tensor Mask)
{
    /// <summary>AF3 supplement, Algorithm 5, lines 2 and 3.</summary>
    /// <param name="position">Reference positions, [l,3].</param>
    /// <param name="space">Conformer of each atom, [l].</param>
    public static AtomPairs Compute(Tensor position, Tensor space)
    {
        using var scope = NewDisposeScope();
        var offset = LocalWindows.Queries(position).unsqueeze(-2) - LocalWindows.Keys(position).unsqueeze(-3);
        var same = LocalWindows.Queries(space).unsqueeze(-1).eq(LocalWindows.Keys(space).unsqueeze(-2)).unsqueeze(-1).to(position.dtype);
        var mask = LocalWindows.PairMask(position.shape[0], position.device).unsqueeze(-1).to(position.dtype);
        return new AtomPairs(offset.MoveToOuterDisposeScope(), same.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
    }
}
