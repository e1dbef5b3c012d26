using System.Collections.Immutable;
using Foldline.Features.Complexes;
using Foldline.Training.Cropping;
using Foldline.Training.Permutation;

namespace Foldline.Training.Assemblies;

/// <summary>
/// A biological assembly as training sees it: filtered, with all residues of its sequences and all atoms of its components, known coordinates beside the
/// unknown.
/// </summary>
public sealed record Assembly
{
    /// <summary>The entry's identifier, lower case.</summary>
    public required string Id { get; init; }

    /// <summary>The day of the first release; <c>null</c> where the file does not say.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>Å; −1 where the experiment has none.</summary>
    public required double Resolution { get; init; }

    /// <summary>Chains, residues, atoms and bonds. Chains of one entity stand together, long ones first.</summary>
    public required Complex Complex { get; init; }

    /// <summary>The tokens.</summary>
    public required TokenTable Tokens { get; init; }

    /// <summary>Å, 0 where unresolved. [atom, 3]</summary>
    public required ImmutableArray<float> Coordinates { get; init; }

    /// <summary>Which atoms the file has. [atom]</summary>
    public required ImmutableArray<bool> Resolved { get; init; }

    /// <summary>The molecules, for the permutation of copies.</summary>
    public required MoleculeAtoms Molecules { get; init; }

    /// <summary>The entities as the file counts them, in the order of <see cref="ComplexDescription.Entities"/>.</summary>
    public required ImmutableArray<AssemblyEntity> Entities { get; init; }

    /// <summary>The pairs of chains that touch.</summary>
    public required ImmutableArray<AssemblyInterface> Interfaces { get; init; }

    /// <summary>The index of a chain in <see cref="Complex"/>, or −1.</summary>
    public int IndexOf(string chain)
    {
        for (int i = 0; i < Complex.Chains.Length; i++)
            if (Complex.Chains[i].Id == chain) return i;
        return -1;
    }

    /// <summary>The tokens as cropping sees them; chains and residues by their index in <see cref="Complex"/>.</summary>
    public CropTokens CropTokens() => new()
    {
        Chain = [.. Tokens.Residue.Select(residue => Complex.Residues[residue].Chain)],
        Residue = Tokens.Residue,
        Atoms = Tokens.Atoms,
        Resolved = [.. Tokens.CentreAtom.Select(atom => Resolved[atom])],
        Centre = [.. Tokens.CentreAtom.SelectMany(atom => new[] { Coordinates[3 * atom], Coordinates[3 * atom + 1], Coordinates[3 * atom + 2] })],
    };
}
