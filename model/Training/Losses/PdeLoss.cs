using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Cross entropy of the predicted distance error between representative atoms (AF3 supplement 4.3.3).</summary>
/// <param name="First">Å, lower edge of the first bin.</param>
/// <param name="Last">Å, upper edge of the last bin.</param>
/// <param name="Bins">Number of bins.</param>
/// <param name="Eps">Added to the number of pairs.</param>
public sealed record PdeLoss(double First = 0, double Last = 32, int Bins = 64, double Eps = 1e-6)
{
    /// <summary>The loss, averaged over samples.</summary>
    /// <param name="logits">[sample,token,token,bin].</param>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="resolved">[l].</param>
    /// <param name="representative">[l].</param>
    public Tensor Of(Tensor logits, Tensor predicted, Tensor truth, Tensor resolved, Tensor representative)
    {
        using var scope = NewDisposeScope();
        var (bins, mask) = Label(predicted, truth, resolved, representative);
        var errors = CrossEntropy.Of(logits, bins) * mask;
        return (errors.sum([-1, -2]) / (mask.sum() + Eps)).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The true bin of each token pair in each sample and whether the pair counts.</summary>
    public (Tensor Bins, Tensor Mask) Label(Tensor predicted, Tensor truth, Tensor resolved, Tensor representative) // -> [s,i,j], [i,j]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var atoms = PairDistance.Positions(representative);
        var (x, y) = (predicted.index_select(-2, atoms), truth.index_select(-2, atoms));
        var error = (PairDistance.Exact(x, x) - PairDistance.Exact(y, y)).abs();
        var edges = linspace(First, Last, Bins + 1, dtype: truth.dtype, device: truth.device);
        var known = resolved.index_select(0, atoms).to_type(truth.dtype);
        return (CrossEntropy.Bin(error, edges, Bins).MoveToOuterDisposeScope(), (known.unsqueeze(-1) * known).MoveToOuterDisposeScope());
    }
}
