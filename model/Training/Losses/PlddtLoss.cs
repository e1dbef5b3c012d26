using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>
/// Cross entropy of the predicted per-atom lDDT (AF3 supplement 4.3.1). Only resolved atoms take part; the second atom of a pair chooses the radius.
/// </summary>
/// <param name="First">Lower edge of the first bin.</param>
/// <param name="Last">Upper edge of the last bin.</param>
/// <param name="Bins">Number of bins.</param>
/// <param name="Normalize">Divide the score of an atom by the number of its pairs.</param>
/// <param name="Eps">Added to that number.</param>
/// <param name="NucleotideRadius">Å around nucleotide atoms.</param>
/// <param name="OtherRadius">Å around all other atoms.</param>
/// <param name="DifferenceWeight">
/// Factor of a further term that the original lacks, 0 by default: how far mean pLDDTs of the structures of an example differ otherwise than their mean lDDTs. Between
/// good samples they differ by less than half a bin, which the cross entropy of single atoms hardly feels. Nothing where an example has one structure.
/// </param>
/// <param name="DifferenceScale">Error of a difference from which that term grows linearly (pseudo-Huber).</param>
public sealed record PlddtLoss(
    double First = 0, double Last = 1, int Bins = 50, bool Normalize = true, double Eps = 1e-6, double NucleotideRadius = 30, double OtherRadius = 15,
    double DifferenceWeight = 0, double DifferenceScale = 0.005)
{
    /// <summary>The loss, averaged over resolved atoms and samples.</summary>
    /// <param name="logits">[sample,l,bin].</param>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="resolved">[l].</param>
    /// <param name="isNucleotide">[l].</param>
    /// <param name="isPolymer">[l].</param>
    /// <param name="representative">[l], the atoms against which lDDT is measured.</param>
    public Tensor Of(Tensor logits, Tensor predicted, Tensor truth, Tensor resolved, Tensor isNucleotide, Tensor isPolymer, Tensor representative)
    {
        using var scope = NewDisposeScope();
        var (lddt, pairs) = Score(predicted, truth, resolved, isNucleotide, isPolymer, representative);
        var rows = logits.index_select(-2, PairDistance.Positions(resolved));
        var loss = CrossEntropy.Of(rows, Bin(lddt, pairs)).mean([-1]).mean();
        if (DifferenceWeight > 0) loss = loss + DifferenceWeight * OfDifferences(rows, lddt / (pairs + Eps));
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>How far the mean of a structure's expected lDDT, relative to the other structures, is off.</summary>
    private Tensor OfDifferences(Tensor rows, Tensor lddt)        // [s,r,bin], [s,r,1] -> []
    {
        var half = (Last - First) / Bins / 2;
        var centres = linspace(First + half, Last - half, Bins, dtype: rows.dtype, device: rows.device);
        var error = (nn.functional.softmax(rows, -1) * centres).sum(-1).mean([-1]) - lddt.squeeze(-1).mean([-1]);   // [s]
        return ((((error - error.mean()) / DifferenceScale).square() + 1).sqrt() - 1).mean();
    }

    /// <summary>The summed score of each resolved atom and the number of its pairs.</summary>
    public (Tensor Lddt, Tensor Pairs) Score(Tensor predicted, Tensor truth, Tensor resolved, Tensor isNucleotide, Tensor isPolymer, Tensor representative)
    {                                                             // -> [s,r,1], [1,r,1] over resolved atoms r
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var known = PairDistance.Positions(resolved);
        var (x, y) = (predicted.index_select(-2, known), truth.index_select(-2, known));
        Tensor Known(Tensor mask) => mask.index_select(0, known).to_type(ScalarType.Bool);
        var anchors = PairDistance.Positions(Known(representative) & Known(isPolymer));
        var trueDistance = PairDistance.Fast(y, y.index_select(-2, anchors));       // [r,m]
        var error = (PairDistance.Fast(x, x.index_select(-2, anchors)) - trueDistance).abs();
        var score = new[] { 0.5, 1.0, 2.0, 4.0 }.Select(limit => (error < limit).to_type(error.dtype)).Aggregate((sum, hit) => sum + hit) * 0.25;
        var radius = where(Known(isNucleotide).index_select(0, anchors), NucleotideRadius, OtherRadius).to_type(error.dtype);
        var others = eye(known.numel(), dtype: ScalarType.Bool, device: x.device).logical_not().index_select(-1, anchors);
        var pair = ((trueDistance < radius) & others).to_type(error.dtype).unsqueeze(0);
        return ((score * pair).sum(-1, keepdim: true).MoveToOuterDisposeScope(), pair.sum(-1, keepdim: true).MoveToOuterDisposeScope());
    }

    /// <summary>The bin of each atom's lDDT.</summary>
    public Tensor Bin(Tensor lddt, Tensor pairs)                  // [s,r,1], [1,r,1] -> [s,r]
    {
        using var scope = NewDisposeScope();
        var value = Normalize ? lddt / (pairs + Eps) : lddt;
        var edges = linspace(First, Last, Bins + 1, dtype: lddt.dtype, device: lddt.device);
        return CrossEntropy.Bin(value.squeeze(-1), edges, Bins).MoveToOuterDisposeScope();
    }
}
