using System.Collections.Immutable;

namespace Foldline.Features.Templates;

/// <summary>The 37 heavy-atom names of the standard amino acids in AlphaFold 2's order, one place for each name whatever the residue.</summary>
public static class Atom37
{
    /// <summary>The number of places.</summary>
    public const int Count = 37;

    /// <summary>The names in order.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "N", "CA", "C", "CB", "O", "CG", "CG1", "CG2", "OG", "OG1", "SG", "CD", "CD1", "CD2", "ND1", "ND2", "OD1", "OD2", "SD", "CE", "CE1", "CE2", "CE3",
        "NE", "NE1", "NE2", "OE1", "OE2", "CH2", "NH1", "NH2", "OH", "CZ", "CZ2", "CZ3", "NZ", "OXT",
    ];

    /// <summary>
    /// Where each of a residue's 24 dense atoms is found among the 37, by residue class. Places that a class does not use read the first atom, N, as in the
    /// original; so do all places of classes other than the 20 amino acids.
    /// </summary>
    public static ImmutableArray<ImmutableArray<int>> OfDense { get; } =
        [.. DenseAtoms.Names.Select(atoms => ImmutableArray.CreateRange(Enumerable.Range(0, DenseAtoms.Count).Select(place => Find(atoms, place))))];

    private static int Find(ImmutableArray<string> atoms, int place) => place < atoms.Length ? Math.Max(Names.IndexOf(atoms[place]), 0) : 0;
}
