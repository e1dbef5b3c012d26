using System.Collections.Immutable;
using Foldline.Features.Complexes;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Components;
using Foldline.Training.Permutation;

namespace Foldline.Training.Assemblies;

/// <summary>Turns the atoms of an assembly into the complex that is featurised.</summary>
internal sealed class AssemblyLayout
{
    private readonly PolymerSequences _polymers;
    private readonly ComponentLibrary _library;
    private readonly string[] _entities;
    private readonly Dictionary<string, int> _copyOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _chainsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> _codesOf = new(StringComparer.Ordinal);
    private readonly Dictionary<AssemblyAtom, (int Molecule, int Entity, int Place)> _molecules = [];

    /// <summary>Counts entities (in text order) and their copies (in the order of the expanded assembly), before any chain is taken out.</summary>
    public AssemblyLayout(IReadOnlyList<AssemblyAtom> atoms, PolymerSequences polymers, ComponentLibrary library)
    {
        (_polymers, _library) = (polymers, library);
        _entities = [.. atoms.Select(atom => atom.Entity).Distinct().Order(StringComparer.Ordinal)];
        foreach (var chain in atoms.Chains())
        {
            var entity = chain[0].Entity;
            if (!_chainsOf.TryGetValue(entity, out var chains)) _chainsOf.Add(entity, chains = []);
            _copyOf.Add(chain[0].Chain, chains.Count);
            chains.Add(chain[0].Chain);
            _codesOf.TryAdd(entity, polymers.Contains(entity)
                ? [.. polymers.ComponentsOf(entity)]
                : [.. chain.Residues().Select(residue => residue[0].Component)]);
        }
    }

    /// <summary>Chains by entity in text order, long ones first.</summary>
    public static List<AssemblyAtom> Sort(List<AssemblyAtom> atoms) =>
        [.. atoms.Chains().OrderBy(chain => chain[0].Entity, StringComparer.Ordinal).ThenByDescending(chain => chain.Count).SelectMany(chain => chain)];

    /// <summary>Whether an atom is the centre of a token.</summary>
    public static bool IsCentre(AssemblyAtom atom, PolymerSequences polymers, ComponentLibrary library) =>
        !IsStandard(atom, polymers, library) || atom.Name == (atom.Component.Length == 3 ? "CA" : "C1'");

    /// <summary>Remembers the molecules of the atoms.</summary>
    public void Number(IReadOnlyList<AssemblyAtom> atoms, AssemblyMolecules molecules)
    {
        for (int i = 0; i < atoms.Count; i++) _molecules[atoms[i]] = (molecules.Molecule[i], molecules.Entity[i], molecules.Place[i]);
    }

    /// <summary>The molecule of an atom.</summary>
    public int MoleculeOf(AssemblyAtom atom) => _molecules[atom].Molecule;

    /// <summary>The assembly of these atoms; identifier and resolution are filled in by the caller.</summary>
    public Assembly Finish(List<AssemblyAtom> atoms, IEnumerable<AssemblyInterface> interfaces)
    {
        var complex = Lay(atoms);
        var tokens = TokenTable.Of(complex);
        var centres = tokens.CentreAtom.ToHashSet();
        return new Assembly
        {
            Id = "",
            Resolution = -1,
            Complex = complex,
            Tokens = tokens,
            Coordinates = [.. atoms.SelectMany(atom => new[] { atom.Where.X, atom.Where.Y, atom.Where.Z })],
            Resolved = [.. atoms.Select(atom => atom.IsResolved)],
            Molecules = new MoleculeAtoms
            {
                Molecule = [.. atoms.Select(atom => _molecules[atom].Molecule)],
                Entity = [.. atoms.Select(atom => _molecules[atom].Entity)],
                Place = [.. atoms.Select(atom => _molecules[atom].Place)],
                Centre = [.. Enumerable.Range(0, atoms.Count).Select(centres.Contains)],
                IsLigand = [.. Enumerable.Range(0, atoms.Count).Select(i => complex.Chains[complex.ResidueOf(i).Chain].Majority == EntityKind.Ligand)],
            },
            Entities = [.. _entities.Select(id => new AssemblyEntity(id, _polymers.TypeOf(id), LettersOf(id)))],
            Interfaces = [.. interfaces],
        };
    }

    private static bool IsStandard(AssemblyAtom atom, PolymerSequences polymers, ComponentLibrary library) =>
        ResidueTypes.IsStandard(atom.Component) && KindOf(atom, polymers, library) != EntityKind.Ligand;

    private static EntityKind KindOf(AssemblyAtom atom, PolymerSequences polymers, ComponentLibrary library) =>
        polymers.Contains(atom.Entity) ? library.Find(atom.Component)?.Kind ?? EntityKind.Ligand : EntityKind.Ligand;

    private Complex Lay(List<AssemblyAtom> atoms)
    {
        var (chains, residues, laid) = (new List<ComplexChain>(), new List<ComplexResidue>(), new List<ComplexAtom>(atoms.Count));
        var index = new Dictionary<AssemblyAtom, int>(atoms.Count);
        foreach (var chain in atoms.Chains())
        {
            int firstResidue = residues.Count, firstAtom = laid.Count;
            foreach (var residue in chain.Residues())
            {
                var (first, component) = (residue[0], _library.Find(residue[0].Component));
                var kind = KindOf(first, _polymers, _library);
                bool standard = IsStandard(first, _polymers, _library);
                byte type = ResidueTypes.OfResidue(kind, component?.OneLetterCode);
                residues.Add(new ComplexResidue(chains.Count, first.Residue, first.Component, kind, type, standard, laid.Count, residue.Count));
                foreach (var atom in residue)
                {
                    index.Add(atom, laid.Count);
                    int place = component?.IndexOf(atom.Name) ?? -1;
                    var known = place < 0 ? null : component!.Atoms[place];
                    int slot = standard ? Math.Max(0, place) : 0;
                    laid.Add(new ComplexAtom(residues.Count - 1, atom.Name, atom.Element, known?.Charge ?? 0, slot, known?.Conformer));
                }
            }
            var majority = residues.Skip(firstResidue).GroupBy(residue => residue.Kind)
                .OrderBy(group => group.Sum(residue => residue.Atoms)).ThenBy(group => group.Key.ToString(), StringComparer.OrdinalIgnoreCase).Last().Key;
            int entity = Array.IndexOf(_entities, chain[0].Entity);
            chains.Add(new ComplexChain(chain[0].Chain, entity, _copyOf[chain[0].Chain], KindOf(chain[0].Entity), majority,
                firstResidue, residues.Count - firstResidue, firstAtom, laid.Count - firstAtom));
        }
        return new Complex
        {
            Description = Describe(),
            Chains = [.. chains],
            Residues = [.. residues],
            Atoms = [.. laid],
            Bonds = [.. atoms.SelectMany(atom => atom.Bonds.Where(bond => index[bond.Key] > index[atom]).OrderBy(bond => index[bond.Key])
                .Select(bond => new AtomBond(index[atom], index[bond.Key], bond.Value)))],
        };
    }

    private ComplexDescription Describe() => new()
    {
        Name = "training entry",
        Entities = [.. _entities.Select(id => new ComplexEntity
        {
            Kind = KindOf(id),
            Sequence = LettersOf(id),
            Codes = _codesOf[id],
            ChainIds = [.. _chainsOf[id]],
        })],
    };

    private string LettersOf(string entity) => _polymers.Contains(entity) ? _polymers.LettersOf(entity, _library) : "";

    private EntityKind KindOf(string entity) => _polymers.TypeOf(entity) switch
    {
        "polypeptide(L)" or "polypeptide(D)" => EntityKind.Protein,
        "polyribonucleotide" => EntityKind.Rna,
        "polydeoxyribonucleotide" or "polydeoxyribonucleotide/polyribonucleotide hybrid" => EntityKind.Dna,
        _ => EntityKind.Ligand,
    };
}
