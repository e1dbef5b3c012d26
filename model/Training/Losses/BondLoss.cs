using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>
/// Squared error of the lengths of polymer–ligand bonds (AF3 supplement, equation 5). As in the original, the dense form divides by the sum of mask + eps
/// over all N² entries, the sparse form by the number of bonds.
/// </summary>
/// <param name="Eps">Added to each entry of the mask in the dense form's denominator.</param>
public sealed record BondLoss(double Eps = 1e-6)
{
    /// <summary>From distances over all pairs.</summary>
    /// <param name="predicted">[sample,l,m] Å.</param>
    /// <param name="truth">[l,m] Å.</param>
    /// <param name="distanceMask">[l,m], 1 where both atoms are resolved.</param>
    /// <param name="bondMask">[l,m], 1 for a bond that counts.</param>
    /// <param name="scale">[sample] weight of each sample by its noise level, or <c>null</c>.</param>
    public Tensor Dense(Tensor predicted, Tensor truth, Tensor distanceMask, Tensor bondMask, Tensor? scale = null)
    {
        using var scope = NewDisposeScope();
        var mask = (bondMask * distanceMask).to_type(predicted.dtype);
        var loss = ((predicted - truth).square() * mask).sum([-1, -2]) / (mask + Eps).sum([-1, -2]);
        if (scale is not null) loss = loss * scale;
        return loss.mean().MoveToOuterDisposeScope();
    }

    /// <summary>From coordinates, over the bonds that the mask lists; 0 where there is none.</summary>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="distanceMask">[l,m].</param>
    /// <param name="bondMask">[l,m].</param>
    /// <param name="scale">[sample], or <c>null</c>.</param>
    public Tensor Sparse(Tensor predicted, Tensor truth, Tensor distanceMask, Tensor bondMask, Tensor? scale = null)
    {
        using var scope = NewDisposeScope();
        var (first, second) = PairDistance.Nonzero(bondMask * distanceMask);
        if (first.numel() == 0) return zeros([], dtype: predicted.dtype, device: predicted.device).MoveToOuterDisposeScope();
        var error = PairDistance.Listed(predicted, first, second) - PairDistance.Listed(truth, first, second);
        var loss = error.square().mean([-1]);
        if (scale is not null) loss = loss * scale;
        return loss.mean().MoveToOuterDisposeScope();
    }
}
