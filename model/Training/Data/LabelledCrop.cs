using System.Collections.Immutable;
using Foldline.Training.Cropping;
using Foldline.Training.Permutation;

namespace Foldline.Training.Data;

/// <summary>A crop of an assembly with all that its label can be: the example in the given order of copies and atoms, and what may be exchanged.</summary>
/// <param name="Example">Features and label.</param>
/// <param name="Crop">Which tokens of the assembly these are.</param>
/// <param name="Molecules">The crop's atoms by molecule.</param>
/// <param name="Full">The truth of all copies.</param>
/// <param name="Symmetries">The residues with interchangeable atoms.</param>
public sealed record LabelledCrop(
    TrainingExample Example, Crop Crop, MoleculeAtoms Molecules, FullLabel Full, ImmutableArray<ResidueSymmetry> Symmetries)
{
    /// <summary>
    /// The example with the label closest to a prediction: copies are exchanged first, then atoms within residues. In training the prediction is the
    /// mini-rollout.
    /// </summary>
    /// <param name="predicted">Å. [atom, 3]</param>
    /// <param name="draws">Chooses among anchors that are equally good.</param>
    public TrainingExample Matched(ReadOnlySpan<float> predicted, IDraws draws)
    {
        var chains = ChainPermutation.Find(Molecules, predicted, Full.Atoms, Full.Coordinates, Full.Resolved, draws);
        var (coordinates, resolved) = Take(Full.Coordinates, Full.Resolved, chains.Truth);
        var atoms = AtomPermutation.Find(predicted, coordinates, resolved, Symmetries);
        (coordinates, resolved) = Take(coordinates, resolved, atoms.Truth);
        return Example with { Coordinates = coordinates, Resolved = resolved };
    }

    private static (float[] Coordinates, bool[] Resolved) Take(float[] coordinates, bool[] resolved, ImmutableArray<int> atoms)
    {
        var taken = new float[3 * atoms.Length];
        for (int i = 0; i < atoms.Length; i++) coordinates.AsSpan(3 * atoms[i], 3).CopyTo(taken.AsSpan(3 * i));
        return (taken, [.. atoms.Select(atom => resolved[atom])]);
    }
}
