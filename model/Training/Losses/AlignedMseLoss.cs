using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>
/// Squared error of atom positions after the truth is placed onto the prediction (AF3 supplement, equations 2–4). Nucleotide and ligand atoms weigh more;
/// the sum is divided by the number of resolved atoms, not by the sum of weights.
/// </summary>
/// <param name="Weight">Factor of the whole term: 1/3, one third per axis.</param>
/// <param name="DnaWeight">Added to the weight 1 of a DNA atom.</param>
/// <param name="RnaWeight">Added to the weight 1 of an RNA atom.</param>
/// <param name="LigandWeight">Added to the weight 1 of a ligand atom.</param>
/// <param name="Eps">Added to the number of resolved atoms.</param>
public sealed record AlignedMseLoss(double Weight = 1.0 / 3, double DnaWeight = 5, double RnaWeight = 5, double LigandWeight = 10, double Eps = 1e-6)
{
    /// <summary>The loss, averaged over samples.</summary>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="resolved">[l], 1 where the truth is known.</param>
    /// <param name="molecules">Which atoms are DNA, RNA, ligand.</param>
    /// <param name="scale">[sample] weight of each sample by its noise level, or <c>null</c>.</param>
    public Tensor Of(Tensor predicted, Tensor truth, Tensor resolved, MoleculeMasks molecules, Tensor? scale = null)
    {
        using var scope = NewDisposeScope();
        var mask = resolved.to_type(predicted.dtype);
        var (aligned, weight) = Align(predicted, truth, mask, molecules);
        var squared = (predicted - aligned).square().sum(-1);     // [sample,l]
        var loss = (weight * squared).sum(-1) / (mask.sum(-1, keepdim: true) + Eps);
        if (scale is not null) loss = loss * scale;
        return (Weight * loss.mean()).MoveToOuterDisposeScope();
    }

    /// <summary>The truth placed onto each sample, and the weight of each atom.</summary>
    public (Tensor Aligned, Tensor Weight) Align(Tensor predicted, Tensor truth, Tensor resolved, MoleculeMasks molecules) // -> [sample,l,3], [l]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var mask = resolved.to_type(predicted.dtype);
        var weight = (1 + DnaWeight * molecules.IsDna + RnaWeight * molecules.IsRna + LigandWeight * molecules.IsLigand).to_type(predicted.dtype) * mask;
        var known = (truth * mask.unsqueeze(-1)).expand(predicted.shape);
        var aligned = RigidAlign.Align(known, predicted * mask.unsqueeze(-1), weight);
        return (aligned.MoveToOuterDisposeScope(), weight.MoveToOuterDisposeScope());
    }
}
