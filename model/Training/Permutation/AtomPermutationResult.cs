using System.Collections.Immutable;

namespace Foldline.Training.Permutation;

/// <summary>Which of its interchangeable atoms in the truth each predicted atom is compared with.</summary>
/// <param name="Truth">The true atom of each predicted atom. [atom]</param>
/// <param name="SymmetricResidues">How many residues had a choice.</param>
/// <param name="PermutedResidues">How many chose another order than the given one.</param>
public sealed record AtomPermutationResult(ImmutableArray<int> Truth, int SymmetricResidues, int PermutedResidues)
{
    /// <summary>The predicted atom for each true atom: what to take so that the prediction, not the truth, is permuted. [atom]</summary>
    public ImmutableArray<int> Prediction()
    {
        var prediction = new int[Truth.Length];
        for (int atom = 0; atom < Truth.Length; atom++) prediction[Truth[atom]] = atom;
        return [.. prediction];
    }
}
