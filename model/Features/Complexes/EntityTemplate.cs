using Foldline.Sequences;
using Foldline.Structures.Components;

namespace Foldline.Features.Complexes;

/// <summary>
/// The residues of one entity with the atoms that remain once its own links are made: every link sends the leaving group of its two atoms away, so
/// that OXT stays on the last residue of a protein only and OP3 on the first of a nucleic acid only. Neighbours that cannot be linked lose all leaving
/// atoms, except the chain's own ends.
/// </summary>
internal sealed class EntityTemplate
{
    private readonly ChemicalComponent[] _components;
    private readonly bool[][] _kept;
    private readonly List<Link> _links = [];

    private EntityTemplate(ChemicalComponent[] components)
    {
        _components = components;
        _kept = Array.ConvertAll(components, component => Enumerable.Repeat(true, component.Atoms.Length).ToArray());
    }

    /// <summary>A bond between residues: component atoms of two residues of the entity.</summary>
    public readonly record struct Link(int FirstResidue, int FirstAtom, int SecondResidue, int SecondAtom);

    /// <summary>The component of each residue.</summary>
    public IReadOnlyList<ChemicalComponent> Components => _components;

    /// <summary>The bonds between residues.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>Whether an atom of a residue remains.</summary>
    public bool Keeps(int residue, int atom) => _kept[residue][atom];

    /// <summary>Lays out an entity.</summary>
    /// <exception cref="InputException">A component is unknown.</exception>
    public static EntityTemplate Of(ComplexEntity entity, ComponentLibrary library)
    {
        var template = new EntityTemplate([.. entity.Codes.Select(library.Require)]);
        if (entity.Kind is EntityKind.Ligand or EntityKind.Ion) return template;
        template.LinkResidues();
        return template;
    }

    private void LinkResidues()
    {
        var linked = new bool[_components.Length];
        for (int i = 0; i + 1 < _components.Length; i++)
        {
            var (first, second, leave) = LinkAtoms(i);
            int a = first is null ? -1 : _components[i].IndexOf(first), b = second is null ? -1 : _components[i + 1].IndexOf(second);
            if (a < 0 || b < 0) continue;
            linked[i] = true;
            _links.Add(new Link(i, a, i + 1, b));
            if (!leave) continue;
            Leave(i, a);
            Leave(i + 1, b);
        }
        for (int i = 0; i + 1 < _components.Length; i++)
        {
            if (linked[i]) continue;
            LeaveAll(i);
            LeaveAll(i + 1);
        }
    }

    /// <summary>The atoms that link residue i to the next, and whether their leaving groups go: caps (ACE, NME) have none to lose and take none.</summary>
    private (string? First, string? Second, bool Leave) LinkAtoms(int i)
    {
        var (here, next) = (_components[i].Kind, _components[i + 1].Kind);
        if (here == EntityKind.Protein && next == EntityKind.Protein) return ("C", "N", true);
        if (here is EntityKind.Dna or EntityKind.Rna && next is EntityKind.Dna or EntityKind.Rna) return ("O3'", "P", true);
        bool cap = (i == 0 && _components[i].Code == "ACE") || (i + 2 == _components.Length && _components[i + 1].Code == "NME");
        return cap ? ("C", "N", false) : (null, null, false);
    }

    /// <summary>One bond on the atom sends one group away: the first that is still there, where the original draws one at random.</summary>
    private void Leave(int residue, int atom)
    {
        if (!_components[residue].LeavingGroups.TryGetValue(atom, out var groups)) return;
        var present = groups.FirstOrDefault(group => group.Any(leaving => _kept[residue][leaving]));
        if (present.IsDefault) return;
        foreach (int leaving in present) _kept[residue][leaving] = false;
    }

    private void LeaveAll(int residue)
    {
        var component = _components[residue];
        for (int atom = 0; atom < component.Atoms.Length; atom++)
        {
            bool end = (residue == 0 && component.Kind is EntityKind.Dna or EntityKind.Rna && component.Atoms[atom].Name == "OP3")
                || (residue == _components.Length - 1 && component.Kind == EntityKind.Protein && component.Atoms[atom].Name == "OXT");
            if (component.Atoms[atom].Leaving && !end) _kept[residue][atom] = false;
        }
    }
}
