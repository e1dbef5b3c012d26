using System.Collections.Immutable;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Features.Complexes;

/// <summary>Lays out the atoms of a complex: entities to chains, components to atoms, bonds made and leaving atoms gone.</summary>
public static class ComplexBuilder
{
    private const string Selenomethionine = "MSE";

    /// <summary>Lays out a complex.</summary>
    /// <exception cref="InputException">A component is unknown or a bond names an atom that is not there.</exception>
    public static Complex Build(ComplexDescription description, ComponentLibrary library)
    {
        var draft = new Draft();
        for (int entity = 0; entity < description.Entities.Length; entity++)
        {
            var template = EntityTemplate.Of(description.Entities[entity], library);
            for (int copy = 0; copy < description.Entities[entity].ChainIds.Length; copy++) draft.Add(template, entity, copy);
        }
        var joined = CovalentBonds.Resolve(description, draft.Atoms);
        var removed = LeavingAtoms(draft, joined);
        draft.Bonds.AddRange(joined.Select(bond => new AtomBond(bond.First, bond.Second, BondOrder.Single)));
        return Finish(description, draft, removed, library);
    }

    /// <summary>Each covalent bond sends one leaving group of both its atoms away; more bonds than groups send all.</summary>
    private static bool[] LeavingAtoms(Draft draft, IReadOnlyList<(int First, int Second)> joined)
    {
        var removed = new bool[draft.Atoms.Count];
        foreach (var ends in joined.SelectMany(bond => new[] { bond.First, bond.Second }).CountBy(atom => atom))
        {
            var centre = draft.Atoms[ends.Key];
            if (!centre.Component.LeavingGroups.TryGetValue(centre.Index, out var groups)) continue;
            foreach (int leaving in groups.Take(ends.Value).SelectMany(group => group))
            {
                int start = ends.Key;
                while (start > 0 && draft.Atoms[start - 1].SameResidue(centre)) start--;
                for (int atom = start; atom < draft.Atoms.Count && draft.Atoms[atom].SameResidue(centre); atom++)
                    if (draft.Atoms[atom].Index == leaving) removed[atom] = true;
            }
        }
        return removed;
    }

    private static Complex Finish(ComplexDescription description, Draft draft, bool[] removed, ComponentLibrary library)
    {
        var chains = ImmutableArray.CreateBuilder<ComplexChain>();
        var residues = ImmutableArray.CreateBuilder<ComplexResidue>();
        var atoms = ImmutableArray.CreateBuilder<ComplexAtom>(draft.Atoms.Count);
        var newIndex = new int[draft.Atoms.Count];
        int next = 0;
        foreach (var (entity, copy, end) in draft.Chains)
        {
            int firstResidue = residues.Count, firstAtom = atoms.Count;
            while (next < end)
            {
                var first = draft.Atoms[next];
                bool isSelenomethionine = first.Component.Code == Selenomethionine;
                var shown = isSelenomethionine ? library.Require("MET") : first.Component;
                bool standard = shown.Kind != EntityKind.Ligand && ResidueTypes.IsStandard(shown.Code);
                int firstOfResidue = atoms.Count;
                for (; next < end && draft.Atoms[next].SameResidue(first); next++)
                {
                    newIndex[next] = atoms.Count;
                    if (!removed[next]) atoms.Add(Atom(draft.Atoms[next], residues.Count, standard ? shown : null, isSelenomethionine));
                }
                byte restype = ResidueTypes.OfResidue(shown.Kind, shown.OneLetterCode);
                int count = atoms.Count - firstOfResidue;
                residues.Add(new ComplexResidue(chains.Count, first.Number, shown.Code, shown.Kind, restype, standard, firstOfResidue, count));
            }
            var own = residues.Skip(firstResidue).ToList();
            var (kind, id) = (description.Entities[entity].Kind, description.Entities[entity].ChainIds[copy]);
            chains.Add(new ComplexChain(id, entity, copy, kind, Majority(own), firstResidue, own.Count, firstAtom, atoms.Count - firstAtom));
        }
        return new Complex
        {
            Description = description,
            Chains = chains.ToImmutable(),
            Residues = residues.ToImmutable(),
            Atoms = atoms.ToImmutable(),
            Bonds = [.. draft.Bonds
                .Where(bond => !removed[bond.First] && !removed[bond.Second])
                .Select(bond => new AtomBond(newIndex[bond.First], newIndex[bond.Second], bond.Order))],
        };
    }

    private static ComplexAtom Atom(DraftAtom draft, int residue, ChemicalComponent? standard, bool isSelenomethionine)
    {
        var atom = draft.Component.Atoms[draft.Index];
        var (name, element) = isSelenomethionine && atom.Name == "SE" ? ("SD", "S") : (atom.Name, atom.Element);
        return new ComplexAtom(residue, name, element, atom.Charge, standard is null ? 0 : Math.Max(0, standard.IndexOf(name)), atom.Conformer);
    }

    /// <summary>What most atoms of a chain are; a tie goes to the alphabetically last of dna, ligand, protein, rna.</summary>
    private static EntityKind Majority(IEnumerable<ComplexResidue> residues) => residues
        .GroupBy(residue => residue.Kind)
        .OrderBy(group => group.Sum(residue => residue.Atoms))
        .ThenBy(group => group.Key.ToString(), StringComparer.OrdinalIgnoreCase)
        .Last().Key;

    /// <summary>An atom before bonds between entities are made.</summary>
    internal readonly record struct DraftAtom(int Entity, int Copy, int Number, ChemicalComponent Component, int Index)
    {
        public bool SameResidue(DraftAtom other) => Number == other.Number && Copy == other.Copy && Entity == other.Entity;
    }

    private sealed class Draft
    {
        public List<DraftAtom> Atoms { get; } = [];

        public List<AtomBond> Bonds { get; } = [];

        public List<(int Entity, int Copy, int End)> Chains { get; } = [];

        public void Add(EntityTemplate template, int entity, int copy)
        {
            var indexOf = new int[template.Components.Count][];
            for (int residue = 0; residue < template.Components.Count; residue++)
            {
                var component = template.Components[residue];
                var index = indexOf[residue] = new int[component.Atoms.Length];
                for (int atom = 0; atom < component.Atoms.Length; atom++)
                {
                    index[atom] = template.Keeps(residue, atom) ? Atoms.Count : -1;
                    if (index[atom] >= 0) Atoms.Add(new DraftAtom(entity, copy, residue + 1, component, atom));
                }
                foreach (var bond in component.Bonds)
                    if (index[bond.First] >= 0 && index[bond.Second] >= 0) Bonds.Add(new AtomBond(index[bond.First], index[bond.Second], bond.Order));
            }
            foreach (var link in template.Links)
                Bonds.Add(new AtomBond(indexOf[link.FirstResidue][link.FirstAtom], indexOf[link.SecondResidue][link.SecondAtom], BondOrder.Single));
            Chains.Add((entity, copy, Atoms.Count));
        }
    }
}
