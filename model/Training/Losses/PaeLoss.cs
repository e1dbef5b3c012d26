using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Cross entropy of the predicted aligned error: how far token j is off, seen from the frame of token i (AF3 supplement 4.3.2).</summary>
/// <param name="First">Å, lower edge of the first bin.</param>
/// <param name="Last">Å, upper edge of the last bin.</param>
/// <param name="Bins">Number of bins.</param>
/// <param name="Eps">Added to the number of pairs.</param>
public sealed record PaeLoss(double First = 0, double Last = 32, int Bins = 64, double Eps = 1e-6)
{
    /// <summary>The loss over frame–token pairs, averaged over samples; tokens without a frame have no row.</summary>
    /// <param name="logits">[sample,token,token,bin].</param>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="resolved">[l].</param>
    /// <param name="frames">The frames of the tokens.</param>
    public Tensor Of(Tensor logits, Tensor predicted, Tensor truth, Tensor resolved, TokenFrames frames)
    {
        using var scope = NewDisposeScope();
        var (_, bins, mask) = Label(predicted, truth, resolved, frames);
        var rows = logits.index_select(-3, PairDistance.Positions(frames.HasFrame));
        var errors = CrossEntropy.Of(rows, bins) * mask;
        return (errors.sum([-1, -2]) / (mask.sum() + Eps)).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The squared error (Å²), its bin and whether the pair counts; pairs that do not count are put into the last bin.</summary>
    public (Tensor Squared, Tensor Bins, Tensor Mask) Label(Tensor predicted, Tensor truth, Tensor resolved, TokenFrames frames) // -> [s,i,j], [s,i,j], [i,j]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var index = frames.Atoms.index_select(0, PairDistance.Positions(frames.HasFrame)); // [i,3]
        var tokens = PairDistance.Positions(frames.Representative);
        var known = resolved.to_type(ScalarType.Bool);
        var mask = Gather(known, index, -1).all(-1).unsqueeze(-1) & known.index_select(0, tokens);
        var squared = Frames.SquaredAlignmentError(
            predicted.index_select(-2, tokens), truth.index_select(-2, tokens), Gather(predicted, index, -2), Gather(truth, index, -2)) * mask;
        var edges = linspace(First, Last, Bins + 1, dtype: truth.dtype, device: truth.device).square();
        var bins = CrossEntropy.Bin(squared, edges, Bins);
        bins = where(mask, bins, full_like(bins, Bins - 1));
        return (squared.MoveToOuterDisposeScope(), bins.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
    }

    private static Tensor Gather(Tensor values, Tensor index, int dim)
        => stack([.. Enumerable.Range(0, 3).Select(k => values.index_select(dim, index.select(1, k)))], dim);
}
