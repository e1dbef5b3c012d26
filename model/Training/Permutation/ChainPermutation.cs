using System.Collections.Immutable;
using Foldline.Structures.Geometry;
using Foldline.Training.Data;

namespace Foldline.Training.Permutation;

/// <summary>
/// Finds which copies in the truth the predicted molecules are closest to (AF3 supplement 4.2, AlphaFold-Multimer 7.3.1). An anchor molecule is superposed
/// on each of its copies in turn; the others take the copies whose centres lie nearest, long molecules first; the anchor with the least deviation wins. The
/// prediction may be a crop of the truth. An assignment that fits no better than the given one is not taken.
/// </summary>
public static class ChainPermutation
{
    private const double LeastImprovement = 1e-12;

    /// <summary>The best assignment.</summary>
    /// <param name="prediction">The predicted atoms.</param>
    /// <param name="predicted">Their coordinates, Å. [predicted atom, 3]</param>
    /// <param name="truth">The true atoms: every predicted molecule with all its copies.</param>
    /// <param name="coordinate">Their coordinates, Å. [true atom, 3]</param>
    /// <param name="resolved">Which of them are known. [true atom]</param>
    /// <param name="draws">Chooses among anchors that are equally good.</param>
    public static ChainPermutationResult Find(
        MoleculeAtoms prediction, ReadOnlySpan<float> predicted, MoleculeAtoms truth, ReadOnlySpan<float> coordinate, ReadOnlySpan<bool> resolved, IDraws draws)
    {
        var index = new TruthIndex(truth);
        var given = Given(prediction, truth);
        var unchanged = new ChainPermutationResult(given, index.Atoms(prediction, given), true, false, 0);
        if (truth.Entity.Distinct().Count() == truth.Molecule.Distinct().Count()) return unchanged with { HasCopies = false };

        var matcher = new MoleculeMatcher(prediction, predicted, truth, coordinate, resolved);
        if (matcher.FindAnchor(draws) is not { } anchor || matcher.Match(anchor) is not { } match || match.SequenceEqual(given)) return unchanged;
        var permuted = index.Atoms(prediction, match);
        if (!Deviation(predicted, coordinate, resolved, unchanged.Truth, out double before)) return unchanged;
        if (!Deviation(predicted, coordinate, resolved, permuted, out double after)) return unchanged;
        return before - after >= LeastImprovement ? new ChainPermutationResult(match, permuted, true, true, before - after) : unchanged;
    }

    /// <summary>Molecules of the same number, or where the two count differently, atom by atom.</summary>
    private static ImmutableSortedDictionary<int, int> Given(MoleculeAtoms prediction, MoleculeAtoms truth)
    {
        var known = truth.Molecule.ToHashSet();
        if (prediction.Molecule.All(known.Contains))
            return prediction.Molecule.Distinct().ToImmutableSortedDictionary(molecule => molecule, molecule => molecule);
        var pairs = prediction.Molecule.Zip(truth.Molecule).Distinct().ToList();
        bool oneToOne = pairs.DistinctBy(pair => pair.First).Count() == pairs.Count && pairs.DistinctBy(pair => pair.Second).Count() == pairs.Count;
        if (prediction.Count != truth.Count || !oneToOne)
            throw new ArgumentException("The molecules of prediction and truth do not correspond.", nameof(prediction));
        return pairs.ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second);
    }

    private static bool Deviation(
        ReadOnlySpan<float> predicted, ReadOnlySpan<float> coordinate, ReadOnlySpan<bool> resolved, ImmutableArray<int> truth, out double deviation)
    {
        deviation = 0;
        var (target, weights) = (new float[predicted.Length], new float[truth.Length]);
        for (int atom = 0; atom < truth.Length; atom++)
        {
            coordinate.Slice(3 * truth[atom], 3).CopyTo(target.AsSpan(3 * atom));
            weights[atom] = resolved[truth[atom]] ? 1 : 0;
        }
        if (!weights.Contains(1)) return false;
        deviation = Superposition.AlignedRmsd(predicted, target, weights);
        return true;
    }

    /// <summary>Finds true atoms by molecule and place.</summary>
    private sealed class TruthIndex(MoleculeAtoms truth)
    {
        private readonly Dictionary<(int, int), int> _atoms = Enumerable.Range(0, truth.Count).ToDictionary(atom => (truth.Molecule[atom], truth.Place[atom]));

        public ImmutableArray<int> Atoms(MoleculeAtoms prediction, ImmutableSortedDictionary<int, int> match) =>
            [.. Enumerable.Range(0, prediction.Count).Select(atom => _atoms[(match[prediction.Molecule[atom]], prediction.Place[atom])])];
    }
}
