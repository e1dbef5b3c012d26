using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Cross entropy of the distance between representative atoms, in bins (AF2 supplement 1.9.8, kept by AF3). The two end bins are open.</summary>
/// <param name="First">Å, the lowest boundary.</param>
/// <param name="Last">Å, the highest boundary.</param>
/// <param name="Bins">Number of bins; there is one boundary less.</param>
/// <param name="Eps">Added to the number of pairs.</param>
public sealed record DistogramLoss(double First = 2.3125, double Last = 21.6875, int Bins = 64, double Eps = 1e-6)
{
    /// <summary>The loss over token pairs whose representative atoms are resolved.</summary>
    /// <param name="logits">[token,token,bin].</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="resolved">[l].</param>
    /// <param name="representative">[l], 1 for the atom that stands for its token.</param>
    public Tensor Of(Tensor logits, Tensor truth, Tensor resolved, Tensor representative)
    {
        using var scope = NewDisposeScope();
        var (bins, mask) = Label(truth, resolved, representative);
        var errors = CrossEntropy.Of(logits, bins) * mask;
        return (errors.sum() / (mask.sum() + Eps)).MoveToOuterDisposeScope();
    }

    /// <summary>The true bin of each token pair and whether it counts.</summary>
    public (Tensor Bins, Tensor Mask) Label(Tensor truth, Tensor resolved, Tensor representative) // -> [i,j] 0..Bins-1, [i,j]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var atoms = PairDistance.Positions(representative);
        var positions = truth.index_select(-2, atoms);
        var boundaries = linspace(First, Last, Bins - 1, dtype: truth.dtype, device: truth.device);
        var bins = CrossEntropy.CountBelow(PairDistance.Exact(positions, positions), boundaries);
        var known = resolved.index_select(0, atoms).to_type(truth.dtype);
        return (bins.MoveToOuterDisposeScope(), (known.unsqueeze(-1) * known).MoveToOuterDisposeScope());
    }
}
