using System.Collections.Immutable;
using System.Numerics;
using Foldline.Sequences;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Components;

/// <summary>
/// Reads the wwPDB's chemical component dictionary (<c>components.cif</c>, plain or gzip) one component at a time. Hydrogens are dropped. The reference
/// conformer is the ideal coordinates where they are complete, else the model coordinates where those are, else what there is of the ideal ones: the
/// fallback order of AlphaFold 3 (supplement 2.8), which generates conformers first where RDKit is at hand.
/// </summary>
public static class ComponentCif
{
    private static readonly string[] _ideal = ["pdbx_model_Cartn_x_ideal", "pdbx_model_Cartn_y_ideal", "pdbx_model_Cartn_z_ideal"];
    private static readonly string[] _model = ["model_Cartn_x", "model_Cartn_y", "model_Cartn_z"];

    /// <summary>The components of a file, each read when it is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Which codes to read; <c>null</c> reads all. A full dictionary has 45,000, so name what is needed.</param>
    /// <exception cref="InputException">The file cannot be read or is not a component dictionary.</exception>
    public static IEnumerable<ChemicalComponent> ReadFile(string path, Func<string, bool>? wanted = null) =>
        CifReader.ReadFile(path, wanted).Select(block => FromBlock(block)).OfType<ChemicalComponent>();

    /// <summary>The component of a data block; <c>null</c> for one without atoms (<c>UNL</c>).</summary>
    /// <exception cref="InputException">A value is not what its item says, or a bond names an atom that is not there.</exception>
    public static ChemicalComponent? FromBlock(CifBlock block)
    {
        if (block.Find("chem_comp_atom") is not { Rows: > 0 } table) return null;
        var atoms = Atoms(table);
        var names = atoms.Select((atom, index) => (atom.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        return new ChemicalComponent
        {
            Code = block.Text("chem_comp", "id") ?? block.Name,
            Name = block.Text("chem_comp", "name") ?? "",
            Type = (block.Text("chem_comp", "type") ?? "NON-POLYMER").ToUpperInvariant(),
            OneLetterCode = block.Text("chem_comp", "one_letter_code"),
            Atoms = atoms,
            Bonds = Bonds(block, table, names),
        };
    }

    private static ImmutableArray<ComponentAtom> Atoms(CifCategory table)
    {
        int name = table.RequireColumn("atom_id"), element = table.RequireColumn("type_symbol");
        int charge = table.Column("charge"), leaving = table.Column("pdbx_leaving_atom_flag");
        var heavy = Enumerable.Range(0, table.Rows).Where(row => !IsHydrogen(table[row, element].Text)).ToArray();
        var ideal = Array.ConvertAll(heavy, row => Point(table, row, _ideal));
        var model = Array.ConvertAll(heavy, row => Point(table, row, _model));
        var conformer = Array.TrueForAll(ideal, point => point is not null) || !Array.TrueForAll(model, point => point is not null) ? ideal : model;
        return [.. heavy.Select((row, i) => new ComponentAtom(
            table[row, name].Text,
            table[row, element].Text.ToUpperInvariant(),
            charge < 0 || table[row, charge].TextOrNull is null ? 0 : table.Integer(row, charge),
            leaving >= 0 && table[row, leaving].Text == "Y",
            ideal[i],
            conformer[i]))];
    }

    private static bool IsHydrogen(string element) => element is "H" or "D" or "h" or "d";

    private static Vector3? Point(CifCategory table, int row, string[] columns)
    {
        Span<float> xyz = stackalloc float[3];
        for (int axis = 0; axis < 3; axis++)
        {
            int column = table.Column(columns[axis]);
            if (column < 0 || table[row, column].TextOrNull is null) return null;
            xyz[axis] = table.Number(row, column);
        }
        return new Vector3(xyz);
    }

    private static ImmutableArray<ComponentBond> Bonds(CifBlock block, CifCategory atoms, Dictionary<string, int> heavy)
    {
        if (block.Find("chem_comp_bond") is not { } table) return [];
        int first = table.RequireColumn("atom_id_1"), second = table.RequireColumn("atom_id_2");
        int order = table.Column("value_order"), aromatic = table.Column("pdbx_aromatic_flag");
        int id = atoms.RequireColumn("atom_id");
        var all = Enumerable.Range(0, atoms.Rows).Select(row => atoms[row, id].Text).ToHashSet(StringComparer.Ordinal);
        var bonds = ImmutableArray.CreateBuilder<ComponentBond>();
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (int end in (ReadOnlySpan<int>)[first, second])
                if (!all.Contains(table[row, end].Text))
                    throw new InputException($"{block.Origin}: component {block.Name} has a bond to {table[row, end].Text}, which is not among its atoms.");
            if (!heavy.TryGetValue(table[row, first].Text, out int i) || !heavy.TryGetValue(table[row, second].Text, out int j)) continue;
            bonds.Add(new ComponentBond(i, j, Order(order < 0 ? null : table[row, order].TextOrNull), aromatic >= 0 && table[row, aromatic].Text == "Y"));
        }
        return bonds.ToImmutable();
    }

    private static BondOrder Order(string? value) => value?.ToUpperInvariant() switch
    {
        "DOUB" => BondOrder.Double,
        "TRIP" => BondOrder.Triple,
        _ => BondOrder.Single,
    };
}
