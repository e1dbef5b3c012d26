using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Distances between atoms, in Å, in the two forms the losses need.</summary>
internal static class PairDistance
{
    /// <summary>All pairs, by differences: exact also near zero, where the matrix-product form loses about 1e-3 Å.</summary>
    public static Tensor Exact(Tensor x, Tensor y)                // [...,l,3], [...,m,3] -> [...,l,m]
        => cdist(x, y, 2.0, compute_mode.donot_use_mm_for_euclid_dist);

    /// <summary>All pairs, by a matrix product from 26 atoms on: less memory and time where gradients flow through every pair.</summary>
    public static Tensor Fast(Tensor x, Tensor y)                 // [...,l,3], [...,m,3] -> [...,l,m]
        => cdist(x, y, 2.0, compute_mode.use_mm_for_euclid_dist_if_necessary);

    /// <summary>The listed pairs only.</summary>
    public static Tensor Listed(Tensor x, Tensor first, Tensor second) // [...,l,3], [p], [p] -> [...,p]
        => linalg.vector_norm(x.index_select(-2, first) - x.index_select(-2, second), 2, [-1]);

    /// <summary>The row and column numbers of the nonzero entries of a pair mask.</summary>
    public static (Tensor First, Tensor Second) Nonzero(Tensor mask) // [l,m] -> [p], [p]
    {
        using var pairs = mask.nonzero();
        return (pairs.select(1, 0).contiguous(), pairs.select(1, 1).contiguous());
    }

    /// <summary>The positions at which a mask is set.</summary>
    public static Tensor Positions(Tensor mask) => mask.nonzero().squeeze(1); // [l] -> [p]
}
