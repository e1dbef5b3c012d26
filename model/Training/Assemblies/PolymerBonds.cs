using System.Numerics;
using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>Bonds neighbouring residues of polymers: C–N of amino acids, O3'–P of nucleotides.</summary>
internal static class PolymerBonds
{
    /// <summary>Å beyond which residues of different chains of the file are not bonded, however the author numbers them.</summary>
    private const float FarthestBetweenChains = 2.5f;

    /// <summary>
    /// Bonds residues that follow each other in the list, in chain and number. Where the amine nitrogen or the O3' is already bonded to a side atom of a
    /// neighbour, the chain is linked in another way and gets no bond.
    /// </summary>
    public static void Add(IReadOnlyList<AssemblyAtom> atoms, ComponentLibrary library, bool refuseFar)
    {
        var residues = atoms.Residues();
        var residueOf = new Dictionary<AssemblyAtom, int>(atoms.Count);
        for (int r = 0; r < residues.Count; r++)
            foreach (var atom in residues[r]) residueOf[atom] = r;
        var links = new List<(AssemblyAtom, AssemblyAtom)>();
        for (int r = 0; r + 1 < residues.Count; r++)
        {
            AssemblyAtom here = residues[r][0], next = residues[r + 1][0];
            if (here.Chain != next.Chain || next.Residue - here.Residue > 1 || Names(here.Component, next.Component, library) is not { } names) continue;
            var first = residues[r].Find(atom => atom.Name == names.First);
            var second = residues[r + 1].Find(atom => atom.Name == names.Second);
            if (first is null || second is null) continue;
            bool linkedOtherwise = (names.Second == "N" ? second : first) is var side && side.Bonds.Keys.Any(other =>
                other.Name is not ("C" or "P") && other.Chain == side.Chain && Math.Abs(residueOf[other] - residueOf[side]) == 1);
            bool far = refuseFar && first.Asym != second.Asym && Vector3.Distance(first.Where, second.Where) > FarthestBetweenChains;
            if (linkedOtherwise || far) AssemblyAtom.Unbond(first, second);
            else links.Add((first, second));
        }
        foreach (var (first, second) in links) AssemblyAtom.Bond(first, second, BondOrder.Single);
    }

    /// <summary>The atoms that link two components, or <c>null</c> for components that form no chain together.</summary>
    public static (string First, string Second)? Names(string first, string second, ComponentLibrary library) =>
        (KindOf(first, library), KindOf(second, library)) switch
        {
            (EntityKind.Protein, EntityKind.Protein) => ("C", "N"),
            (EntityKind.Dna or EntityKind.Rna, EntityKind.Dna or EntityKind.Rna) => ("O3'", "P"),
            _ => null,
        };

    private static EntityKind KindOf(string code, ComponentLibrary library) => library.Find(code)?.Kind ?? EntityKind.Ligand;
}
