using System.Collections.Concurrent;
using System.Collections.Immutable;
using Foldline.Features.Complexes;
using Foldline.Structures.Components;

namespace Foldline.Training.Permutation;

/// <summary>Finds the interchangeable atoms of the residues of a complex.</summary>
/// <param name="components">The chemical components residues are made of.</param>
public sealed class ResidueSymmetries(ComponentLibrary components)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<ImmutableArray<int>>> _ofComponent = new(StringComparer.Ordinal);

    /// <summary>
    /// The permutations of a residue's own atoms, the identity among them: those of its component that stay among the atoms it has. They count places from the
    /// residue's first atom.
    /// </summary>
    public ResidueSymmetry Of(Complex complex, ComplexResidue residue)
    {
        int[] identity = [.. Enumerable.Range(0, residue.Atoms)];
        var unchanged = new ResidueSymmetry(residue.FirstAtom, [[.. identity]]);
        if (components.Find(residue.Code) is not { } component) return unchanged;
        int[] inComponent = [.. identity.Select(place => component.IndexOf(complex.Atoms[residue.FirstAtom + place].Name))];
        if (inComponent.Contains(-1)) return unchanged;
        var place = new Dictionary<int, int>();
        for (int i = 0; i < inComponent.Length; i++) place[inComponent[i]] = i;
        var all = _ofComponent.GetOrAdd(residue.Code, _ => ComponentSymmetry.Of(component));
        return unchanged with
        {
            Permutations = [.. all.Where(permutation => inComponent.All(atom => place.ContainsKey(permutation[atom])))
                .Select(permutation => inComponent.Select(atom => place[permutation[atom]]).ToImmutableArray())
                .OrderBy(permutation => permutation, Comparer<ImmutableArray<int>>.Create((a, b) => a.AsSpan().SequenceCompareTo(b.AsSpan())))],
        };
    }

    /// <summary>The residues of a complex with a choice, without permutations that move an atom bonded to another residue.</summary>
    public ImmutableArray<ResidueSymmetry> Of(Complex complex)
    {
        var bonded = new bool[complex.Atoms.Length];
        foreach (var bond in complex.Bonds)
            if (complex.Atoms[bond.First].Residue != complex.Atoms[bond.Second].Residue) bonded[bond.First] = bonded[bond.Second] = true;
        return [.. complex.Residues.Select(residue => Of(complex, residue)).Select(symmetry => symmetry with
        {
            Permutations = [.. symmetry.Permutations.Where(permutation => Enumerable.Range(0, permutation.Length)
                .All(place => permutation[place] == place || !bonded[symmetry.FirstAtom + place]))],
        }).Where(symmetry => symmetry.Permutations.Length > 1)];
    }
}
