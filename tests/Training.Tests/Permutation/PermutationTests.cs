using CsCheck;
using Foldline.Structures.Geometry;
using Foldline.Training.Data;
using Foldline.Training.Permutation;

namespace Foldline.Training.Tests.Permutation;

public class PermutationTests
{
    private static readonly Gen<float[]> Points = Gen.Float[-30, 30].Array[18];

    [Fact]
    public void Exchanged_copies_are_found_again() => Gen.Select(Points, Points).Sample((first, second) =>
    {
        // Two copies of a six-token molecule; the prediction has them the other way round.
        float[] truth = [.. first, .. second], predicted = [.. second, .. first];
        var found = ChainPermutation.Find(Dimer, predicted, Dimer, truth, Known(12), new SeededDraws(1));
        return found.IsPermuted && found.Match[0] == 1 && found.Match[1] == 0 && found.Truth.SequenceEqual([6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]);
    }, iter: 200, seed: "0000KOIPe036");

    [Fact]
    public void A_prediction_equal_to_the_truth_stays_as_it_is() => Gen.Select(Points, Points).Sample((first, second) =>
    {
        float[] both = [.. first, .. second];
        var found = ChainPermutation.Find(Dimer, both, Dimer, both, Known(12), new SeededDraws(1));
        return !found.IsPermuted && found.HasCopies && found.Truth.SequenceEqual(Enumerable.Range(0, 12));
    }, iter: 200, seed: "0000KOIPe036");

    [Fact]
    public void Truth_without_a_resolved_atom_leaves_the_order()
        => ChainPermutation.Find(Dimer, new float[36], Dimer, new float[36], new bool[12], new SeededDraws(1)).IsPermuted.ShouldBeFalse();

    [Fact]
    public void The_order_found_never_fits_worse() => Points.Sample(points =>
    {
        float[] predicted = [.. points[..12], .. points[15..], .. points[12..15]];
        var found = AtomPermutation.Find(predicted, points, Known(6), [new ResidueSymmetry(2, [[0, 1, 3, 2]])]);
        float[] ordered = [.. found.Truth.SelectMany(atom => points[(3 * atom)..(3 * atom + 3)])];
        return found.SymmetricResidues == 1 && Superposition.AlignedRmsd(predicted, ordered) <= Superposition.AlignedRmsd(predicted, points) + 1e-4;
    }, iter: 200, seed: "0000KOIPe036");

    [Fact]
    public void A_flipped_carboxyl_group_is_flipped_back()
    {
        float[] truth = [0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 10, 1, 1, 1, 2, 1, 1, 1, 2, 1];
        float[] predicted = [.. truth[..15], .. truth[18..], .. truth[15..18]];
        var found = AtomPermutation.Find(predicted, truth, Known(7), [new ResidueSymmetry(4, [[0, 2, 1]])]);
        found.Truth.ToArray().ShouldBe([0, 1, 2, 3, 4, 6, 5]);
        found.PermutedResidues.ShouldBe(1);
    }

    [Fact]
    public void Unresolved_atoms_offer_no_choice()
    {
        bool[] known = [true, true, true, true, true, false, false];
        AtomPermutation.Find(new float[21], new float[21], known, [new ResidueSymmetry(4, [[0, 2, 1]])]).SymmetricResidues.ShouldBe(0);
    }

    private static MoleculeAtoms Dimer { get; } = new()
    {
        Molecule = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
        Entity = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        Place = [0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5],
        Centre = [.. Enumerable.Repeat(true, 12)],
        IsLigand = [.. new bool[12]],
    };

    private static bool[] Known(int atoms) => [.. Enumerable.Repeat(true, atoms)];
}
