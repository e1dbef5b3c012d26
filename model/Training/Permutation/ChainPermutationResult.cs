using System.Collections.Immutable;

namespace Foldline.Training.Permutation;

/// <summary>Which copy of the truth each predicted molecule is compared with.</summary>
/// <param name="Match">The true molecule of each predicted one.</param>
/// <param name="Truth">The true atom of each predicted atom. [predicted atom]</param>
/// <param name="HasCopies">Whether any molecule occurs more than once in the truth.</param>
/// <param name="IsPermuted">Whether the assignment differs from the given one.</param>
/// <param name="Improvement">By how many Å the deviation after superposition falls; 0 where nothing was permuted.</param>
public sealed record ChainPermutationResult(
    ImmutableSortedDictionary<int, int> Match, ImmutableArray<int> Truth, bool HasCopies, bool IsPermuted, double Improvement)
{
    /// <summary>
    /// The predicted atom for each true atom: what to take so that the prediction, not the truth, is permuted. Both must have the same atoms. [atom]
    /// </summary>
    public ImmutableArray<int> Prediction()
    {
        var prediction = new int[Truth.Length];
        for (int atom = 0; atom < Truth.Length; atom++) prediction[Truth[atom]] = atom;
        return [.. prediction];
    }
}
