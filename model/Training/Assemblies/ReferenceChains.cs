using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>
/// The residues of each polymer as all its copies are to have them: an atom that any copy shows bonded to another residue loses its leaving atoms in every
/// copy, and neighbours of which no copy shows otherwise are taken as linked.
/// </summary>
internal sealed class ReferenceChains
{
    private readonly Dictionary<string, ReferenceResidue[]> _residues = new(StringComparer.Ordinal);
    private readonly ILookup<(string, int, string), AssemblyAtom> _atoms;
    private readonly Dictionary<(string, int, string), int> _bonds = [];

    /// <exception cref="InputException">The library lacks a component of a polymer.</exception>
    public ReferenceChains(IReadOnlyList<AssemblyAtom> atoms, PolymerSequences polymers, ComponentLibrary library)
    {
        _atoms = atoms.ToLookup(atom => (atom.Entity, atom.Residue, atom.Name));
        foreach (var entity in polymers.Entities)
        {
            var components = polymers.ComponentsOf(entity).Select(library.Require).ToArray();
            _residues[entity] = [.. components.Select(component => new ReferenceResidue(component, []))];
            CountLinks(entity, components, library);
        }
        foreach (var atom in atoms)
            if (atom.Bonds.Keys.Count(other => other.Residue != atom.Residue || other.Chain != atom.Chain) is > 0 and var count)
                _bonds[(atom.Entity, atom.Residue, atom.Name)] = Math.Max(count, _bonds.GetValueOrDefault((atom.Entity, atom.Residue, atom.Name)));
        foreach (var (entity, residues) in _residues)
            for (int r = 0; r < residues.Length; r++) Remove(entity, r + 1, residues[r]);
    }

    /// <summary>The residues of a polymer, or <c>null</c> for others.</summary>
    public IReadOnlyList<ReferenceResidue>? Find(string entity) => _residues.GetValueOrDefault(entity);

    private void CountLinks(string entity, ChemicalComponent[] components, ComponentLibrary library)
    {
        for (int r = 0; r + 1 < components.Length; r++)
        {
            if (PolymerBonds.Names(components[r].Code, components[r + 1].Code, library) is not { } names) continue;
            if (components[r].IndexOf(names.First) < 0 || components[r + 1].IndexOf(names.Second) < 0) continue;
            var (here, next) = (_atoms[(entity, r + 1, names.First)], _atoms[(entity, r + 2, names.Second)]);
            // Where a copy has both atoms and no bond between them, the chain may be linked in another way.
            if (here.Any(first => next.Any(second => first.Chain == second.Chain && !first.Bonds.ContainsKey(second)))) continue;
            _bonds[names.First == "C" ? (entity, r + 1, "C") : (entity, r + 2, names.Second)] = 1;
        }
    }

    private void Remove(string entity, int number, ReferenceResidue residue)
    {
        if (LeavingAtoms.AreAmbiguous(residue.Component)) return;
        for (int atom = 0; atom < residue.Component.Atoms.Length; atom++)
        {
            var key = (entity, number, residue.Component.Atoms[atom].Name);
            if (_bonds.GetValueOrDefault(key) is > 0 and var bonds)
                residue.Removed.UnionWith(LeavingAtoms.Of(residue.Component, atom, bonds, name => _atoms.Contains((entity, number, name)), [.. _atoms[key]]));
        }
    }
}
