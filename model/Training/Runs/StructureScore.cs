using Foldline.Training.Losses;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>How close predicted coordinates are to known ones, over all resolved heavy atoms.</summary>
public static class StructureScore
{
    private const double ClashDistance = 1.1;                     // Å, as in AlphaFold 3's ranking (supplement 5.9.2)

    /// <summary>lDDT (Mariani et al. 2013) with thresholds 0.5, 1, 2, 4 Å within 15 Å (30 Å for nucleotides), averaged over all pairs of atoms.</summary>
    public static double Lddt(Tensor predicted, Tensor truth, Tensor resolved, Tensor isNucleotide) // [l,3], [l,3], [l], [l]
    {
        using var scope = NewDisposeScope();
        var (distance, near) = Near(truth, resolved, isNucleotide);
        return Lddt(predicted, distance, near);
    }

    /// <summary>What lDDT asks of the truth, the same for every structure that is compared with it: all distances (Å) and which of them count.</summary>
    internal static (Tensor Distance, Tensor Near) Near(Tensor truth, Tensor resolved, Tensor isNucleotide) // [l,3], [l], [l] -> [l,l], [l,l]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var pairs = resolved.to_type(truth.dtype);
        var distance = PairDistance.Exact(truth, truth);
        var near = new LddtMask().Of(distance, pairs.unsqueeze(-1) * pairs, isNucleotide);
        return (distance.MoveToOuterDisposeScope(), near.MoveToOuterDisposeScope());
    }

    /// <summary>lDDT against what <see cref="Near"/> told of the truth.</summary>
    internal static double Lddt(Tensor predicted, Tensor distance, Tensor near) // [l,3], [l,l], [l,l]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var error = (PairDistance.Exact(predicted, predicted) - distance).abs();
        var hits = new[] { 0.5, 1.0, 2.0, 4.0 }.Select(limit => (error < limit).to_type(error.dtype)).Aggregate((sum, hit) => sum + hit) * 0.25;
        return ((hits * near).sum() / near.sum().clamp_min(1)).item<float>();
    }

    /// <summary>Å, root mean square distance after superposition.</summary>
    public static double Rmsd(Tensor predicted, Tensor truth, Tensor resolved) // [l,3], [l,3], [l]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var weight = resolved.to_type(predicted.dtype);
        var moved = RigidAlign.Align(predicted, truth, weight);
        return (((moved - truth).square().sum(-1) * weight).sum() / weight.sum()).sqrt().item<float>();
    }

    /// <summary>Pairs of atoms of different residues that are closer than 1.1 Å.</summary>
    public static int Clashes(Tensor predicted, Tensor residue)   // [l,3], [l]
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var near = PairDistance.Exact(predicted, predicted) < ClashDistance;
        var apart = residue.unsqueeze(-1).ne(residue);
        return (int)((near & apart).sum().item<long>() / 2);
    }
}
