using Foldline.Structures.Geometry;

namespace Foldline.Training.Permutation;

/// <summary>
/// Chooses the order of interchangeable atoms in each residue that fits the prediction best (AF3 supplement 4.2): the prediction is superposed on all resolved
/// atoms once, then each residue takes the permutation with the least deviation, the given order where several are equal.
/// </summary>
public static class AtomPermutation
{
    /// <summary>The fewest resolved atoms of a residue, and of the whole, for a choice to mean anything.</summary>
    private const int LeastAtoms = 3;

    /// <summary>The best order of the atoms.</summary>
    /// <param name="predicted">The prediction in Å. [atom, 3]</param>
    /// <param name="coordinate">The truth in Å. [atom, 3]</param>
    /// <param name="resolved">Which true atoms are known. [atom]</param>
    /// <param name="symmetries">The residues with interchangeable atoms.</param>
    public static AtomPermutationResult Find(
        ReadOnlySpan<float> predicted, ReadOnlySpan<float> coordinate, ReadOnlySpan<bool> resolved, IEnumerable<ResidueSymmetry> symmetries)
    {
        int[] truth = [.. Enumerable.Range(0, resolved.Length)];
        var isKnown = resolved.ToArray();
        var choices = symmetries.Select(symmetry => (symmetry.FirstAtom, Permutations: Choices(symmetry, isKnown)))
            .Where(choice => choice.Permutations.Count > 1).ToList();
        if (choices.Count == 0 || resolved.Count(true) < LeastAtoms) return new AtomPermutationResult([.. truth], choices.Count, 0);
        var moved = Superposition.Align(predicted, coordinate, Array.ConvertAll(isKnown, known => known ? 1f : 0f)).Apply(predicted);
        int permuted = 0;
        foreach (var (first, permutations) in choices)
        {
            int best = 0;
            double least = double.PositiveInfinity;
            for (int choice = 0; choice < permutations.Count; choice++)
            {
                double deviation = Deviation(moved, coordinate, resolved, first, permutations[choice]);
                if (deviation < least) (best, least) = (choice, deviation);
            }
            if (best == 0) continue;
            permuted++;
            for (int atom = 0; atom < permutations[best].Length; atom++) truth[first + atom] = first + permutations[best][atom];
        }
        return new AtomPermutationResult([.. truth], choices.Count, permuted);
    }

    /// <summary>The identity, then the distinct permutations that move a resolved atom, in lexicographic order of their atoms.</summary>
    private static List<int[]> Choices(ResidueSymmetry symmetry, bool[] resolved)
    {
        int[] identity = [.. Enumerable.Range(0, symmetry.Atoms)];
        var known = resolved.AsSpan(symmetry.FirstAtom, symmetry.Atoms);
        var choices = new List<int[]> { identity };
        if (known.Count(true) < LeastAtoms) return choices;
        var lexicographic = Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
        foreach (var permutation in symmetry.Permutations.Select(permutation => permutation.ToArray()).Order(lexicographic))
        {
            bool moves = false;
            for (int atom = 0; atom < permutation.Length; atom++) moves |= permutation[atom] != atom && known[atom];
            if (moves && !permutation.SequenceEqual(choices[^1])) choices.Add(permutation);
        }
        return choices;
    }

    private static double Deviation(float[] moved, ReadOnlySpan<float> coordinate, ReadOnlySpan<bool> resolved, int first, int[] permutation)
    {
        double sum = 0;
        for (int atom = 0; atom < permutation.Length; atom++)
        {
            int there = first + permutation[atom];
            if (!resolved[there]) continue;
            for (int axis = 0; axis < 3; axis++)
            {
                double difference = (double)moved[3 * (first + atom) + axis] - coordinate[3 * there + axis];
                sum += difference * difference;
            }
        }
        return sum;
    }
}
