using System.Collections.Immutable;

namespace Foldline.Features.Complexes;

/// <summary>A complex laid out: which chains, residues, atoms and bonds the network will see, in the order of its features.</summary>
public sealed record Complex
{
    /// <summary>What it was made from.</summary>
    public required ComplexDescription Description { get; init; }

    /// <summary>Entity by entity, copies one after the other.</summary>
    public required ImmutableArray<ComplexChain> Chains { get; init; }

    /// <summary>Chain by chain.</summary>
    public required ImmutableArray<ComplexResidue> Residues { get; init; }

    /// <summary>Residue by residue, in the order of the component dictionary.</summary>
    public required ImmutableArray<ComplexAtom> Atoms { get; init; }

    /// <summary>All covalent bonds between the atoms.</summary>
    public required ImmutableArray<AtomBond> Bonds { get; init; }

    /// <summary>The residue of an atom.</summary>
    public ComplexResidue ResidueOf(int atom) => Residues[Atoms[atom].Residue];

    /// <summary>The index of the atom of that name in a residue, or -1.</summary>
    public int FindAtom(ComplexResidue residue, string name)
    {
        for (int atom = residue.FirstAtom; atom < residue.FirstAtom + residue.Atoms; atom++)
            if (Atoms[atom].Name == name) return atom;
        return -1;
    }
}
