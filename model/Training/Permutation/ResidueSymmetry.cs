using System.Collections.Immutable;

namespace Foldline.Training.Permutation;

/// <summary>The interchangeable atoms of a residue or ligand: OD1 and OD2 of an aspartate, the two sides of a phenylalanine ring.</summary>
/// <param name="FirstAtom">The index of the residue's first atom; its atoms stand together.</param>
/// <param name="Permutations">Each: for every atom of the residue the place of the atom that may stand for it. The identity is implied.</param>
public sealed record ResidueSymmetry(int FirstAtom, ImmutableArray<ImmutableArray<int>> Permutations)
{
    /// <summary>The number of atoms of the residue.</summary>
    public int Atoms => Permutations.IsEmpty ? 0 : Permutations[0].Length;
}
