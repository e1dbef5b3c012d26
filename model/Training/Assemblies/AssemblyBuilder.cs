using System.Globalization;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>
/// Makes assemblies for training from mmCIF files, filtered as AlphaFold 3 describes (supplement 2.5.4) and in Protenix's order: alternatives chosen, water,
/// hydrogen and faulty chains out, missing residues and atoms in, crystallisation aids out, expanded, clashing and far chains out.
/// </summary>
/// <param name="components">The chemical components residues are made of.</param>
/// <param name="options">Which assembly, and how large.</param>
public sealed class AssemblyBuilder(ComponentLibrary components, AssemblyOptions options)
{
    /// <summary>A builder for the first assembly of each entry.</summary>
    public AssemblyBuilder(ComponentLibrary components) : this(components, new AssemblyOptions()) { }

    /// <summary>The assembly of a file, plain or gzip.</summary>
    /// <exception cref="InputException">The file is damaged, a polymer has an unknown component, or nothing remains.</exception>
    public Assembly Read(string path) => Build(CifReader.ReadFirst(path));

    /// <summary>The assembly of a data block.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public Assembly Build(CifBlock block)
    {
        if (Chains(block) is { } chains && chains > options.MostChains)
            throw new InputException(
                $"{block.Name} has {chains} chains in assembly {options.AssemblyId}; entries of more than {options.MostChains} are not used.");
        var atoms = AtomFilters.ReplaceSelenium(AtomSites.Read(block, components));
        var polymers = new PolymerSequences(block, atoms);
        atoms = Complete(atoms, polymers, block);
        bool IsCentre(AssemblyAtom atom) => AssemblyLayout.IsCentre(atom, polymers, components);

        LigandFilters.RemoveAsymmetricBonds(atoms, polymers);
        atoms = Checked(AssemblyExpansion.Expand(atoms, block, options.AssemblyId), block);
        var layout = new AssemblyLayout(atoms, polymers, components);
        var clashing = ClashingChains.Find(atoms.FindAll(atom => atom.IsResolved && IsCentre(atom)));
        atoms = AssemblyLayout.Sort(Checked(atoms.Keep(atom => !clashing.Contains(atom.Chain)), block));
        var molecules = new AssemblyMolecules(atoms, polymers);
        var near = MoleculeLimit.Choose(block.Name, atoms, molecules.Molecule, IsCentre, options.MostMolecules);
        layout.Number(atoms, molecules);
        atoms = atoms.Keep(atom => near.Contains(layout.MoleculeOf(atom)));
        var interfaces = Interfaces.Find(atoms);
        var group = Interfaces.LargestGroup(atoms, interfaces);
        atoms = Checked(atoms.Keep(atom => group.Contains(atom.Chain)), block);
        return layout.Finish(atoms, interfaces.Where(pair => group.Contains(pair.First) && group.Contains(pair.Second))) with
        {
            Id = (block.Text("entry", "id") ?? block.Name).ToLowerInvariant(),
            Released = Released(block),
            Resolution = Resolution(block),
        };
    }

    private List<AssemblyAtom> Complete(List<AssemblyAtom> atoms, PolymerSequences polymers, CifBlock block)
    {
        atoms = AtomFilters.RemoveHydrogen(AtomFilters.RemoveWater(atoms));
        atoms = AtomFilters.RemoveBrokenChains(AtomFilters.RemoveUnknownChains(atoms, polymers), polymers);
        atoms = MissingAtoms.Add(AtomFilters.FixArginine(Checked(atoms, block)), polymers, components);
        atoms = LigandFilters.RemoveUnresolvedLeavingAtoms(LigandFilters.RemoveAbsentAtoms(atoms));
        atoms = AtomFilters.RemoveUnresolvedChains(AtomFilters.RemoveUnknownElements(atoms));
        return Checked(LigandFilters.RemoveCrystallisationAids(atoms, polymers, Methods(block)), block);
    }

    private static List<AssemblyAtom> Checked(List<AssemblyAtom> atoms, CifBlock block) =>
        atoms.Count > 0 ? atoms : throw new InputException($"{block.Name} has no chain that training can use; leave it out.");

    private int? Chains(CifBlock block)
    {
        if (block.Find("pdbx_struct_assembly") is not { } table) return null;
        for (int row = 0; row < table.Rows; row++)
            if (table[row, "id"].Text == options.AssemblyId)
                return int.TryParse(table[row, "oligomeric_count"].Text, CultureInfo.InvariantCulture, out int count) ? count : null;
        return null;
    }

    private static IEnumerable<string> Methods(CifBlock block) =>
        block.Find("exptl") is { } table ? Enumerable.Range(0, table.Rows).Select(row => table[row, "method"].Text) : [];

    private static double Resolution(CifBlock block)
    {
        foreach (var (category, item) in new[] { ("refine", "ls_d_res_high"), ("em_3d_reconstruction", "resolution"), ("reflns", "d_resolution_high") })
            if (double.TryParse(block.Text(category, item), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0) return value;
        return -1;
    }

    private static DateOnly? Released(CifBlock block)
    {
        var text = block.Text("pdbx_audit_revision_history", "revision_date");
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }
}
