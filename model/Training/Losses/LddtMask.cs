using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Which atom pairs count for lDDT: within 30 Å of a nucleotide atom, 15 Å of any other (AF3 supplement, Algorithm 27, line 4).</summary>
/// <param name="NucleotideRadius">Å, for pairs whose first atom is of a nucleotide.</param>
/// <param name="OtherRadius">Å, for all other pairs.</param>
public sealed record LddtMask(double NucleotideRadius = 30, double OtherRadius = 15)
{
    /// <summary>The mask over atom pairs; not symmetric, since the first atom of a pair chooses the radius. The diagonal is 0.</summary>
    public Tensor Of(Tensor trueDistance, Tensor distanceMask, Tensor isNucleotide) // [l,m] Å, [l,m], [l] -> [l,m]
    {
        using var scope = NewDisposeScope();
        var radius = where(isNucleotide.to_type(ScalarType.Bool), NucleotideRadius, OtherRadius).to_type(trueDistance.dtype);
        var near = (trueDistance < radius.unsqueeze(-1)).to_type(trueDistance.dtype);
        var offDiagonal = 1 - eye(trueDistance.size(-1), dtype: trueDistance.dtype, device: trueDistance.device);
        return (near * offDiagonal * distanceMask).MoveToOuterDisposeScope();
    }
}
