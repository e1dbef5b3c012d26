using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Which atoms belong to DNA, RNA and ligand chains; the rest is protein.</summary>
/// <param name="IsDna">[l], 0 or 1.</param>
/// <param name="IsRna">[l], 0 or 1.</param>
/// <param name="IsLigand">[l], 0 or 1.</param>
public sealed record MoleculeMasks(Tensor IsDna, Tensor IsRna, Tensor IsLigand)
{
    /// <summary>DNA or RNA.</summary>
    public Tensor IsNucleotide() => (IsDna + IsRna).to_type(ScalarType.Bool); // [l]

    /// <summary>Not ligand.</summary>
    public Tensor IsPolymer() => (1 - IsLigand).to_type(ScalarType.Bool);     // [l]
}
