using System.Collections.Immutable;

namespace Foldline.Training.Permutation;

/// <summary>
/// The atoms of a structure by molecule: a molecule is a chain with the ligands bonded to it, and molecules with the same atoms are copies of each other.
/// </summary>
public sealed record MoleculeAtoms
{
    /// <summary>The molecule of each atom (<c>mol_id</c>). [atom]</summary>
    public required ImmutableArray<int> Molecule { get; init; }

    /// <summary>What the molecule is a copy of (<c>entity_mol_id</c>). [atom]</summary>
    public required ImmutableArray<int> Entity { get; init; }

    /// <summary>The atom's place in its molecule, the same in all copies (<c>mol_atom_index</c>). [atom]</summary>
    public required ImmutableArray<int> Place { get; init; }

    /// <summary>Whether the atom is the centre of its token. [atom]</summary>
    public required ImmutableArray<bool> Centre { get; init; }

    /// <summary>Whether the atom's chain is a ligand. [atom]</summary>
    public required ImmutableArray<bool> IsLigand { get; init; }

    /// <summary>The number of atoms.</summary>
    public int Count => Molecule.Length;

    /// <summary>These atoms only, in that order.</summary>
    public MoleculeAtoms Take(IReadOnlyList<int> atoms) => new()
    {
        Molecule = [.. atoms.Select(atom => Molecule[atom])],
        Entity = [.. atoms.Select(atom => Entity[atom])],
        Place = [.. atoms.Select(atom => Place[atom])],
        Centre = [.. atoms.Select(atom => Centre[atom])],
        IsLigand = [.. atoms.Select(atom => IsLigand[atom])],
    };
}
