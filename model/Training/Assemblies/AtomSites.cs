using System.Numerics;
using Foldline.Sequences;
using Foldline.Structures.Cif;
using Foldline.Structures.Components;

namespace Foldline.Training.Assemblies;

/// <summary>
/// Reads the atoms of the first model with their bonds: those of the components, those that <c>struct_conn</c> lists (metal coordination left out), and those
/// of neighbouring residues, by the author's numbers first and by the sequence's later. One alternative location remains.
/// </summary>
internal static class AtomSites
{
    private const int MostRows = 1_000_000;

    /// <summary>Å at which a listed connection is no bond any more (AF3 supplement, table 5).</summary>
    private const float LongestBond = 2.4f;

    private static readonly HashSet<string> _covalent = ["covale", "covale_base", "covale_phosphate", "covale_sugar", "disulf", "modres", "modres_link"];

    /// <summary>The items that tell an atom in both tables, under their names in <c>atom_site</c> and for the partner in <c>struct_conn</c>.</summary>
    private static readonly (string Site, string Partner)[] _keys =
    [
        ("label_asym_id", "ptnr{0}_label_asym_id"), ("label_comp_id", "ptnr{0}_label_comp_id"), ("label_seq_id", "ptnr{0}_label_seq_id"),
        ("label_atom_id", "ptnr{0}_label_atom_id"), ("label_alt_id", "pdbx_ptnr{0}_label_alt_id"), ("auth_asym_id", "ptnr{0}_auth_asym_id"),
        ("auth_comp_id", "ptnr{0}_auth_comp_id"), ("auth_seq_id", "ptnr{0}_auth_seq_id"), ("pdbx_PDB_ins_code", "pdbx_ptnr{0}_PDB_ins_code"),
    ];

    public static List<AssemblyAtom> Read(CifBlock block, ComponentLibrary library)
    {
        var table = block.Require("atom_site");
        if (table.Rows > MostRows) throw new InputException($"{block.Name} has {table.Rows} atoms; entries of more than {MostRows} are not used for training.");
        int[] rows = FirstModel(table);
        var atoms = Atoms(table, rows);
        foreach (var residue in atoms.Residues())
            if (library.Find(residue[0].Component) is { } component) residue.BondByComponent(component);
        if (block.Find("struct_conn") is { } connections) Connect(table, rows, atoms, connections);
        PolymerBonds.Add(atoms, library, refuseFar: true);
        Renumber(atoms);
        atoms = AlternativeLocations.Choose(atoms);
        PolymerBonds.Add(atoms, library, refuseFar: false);
        return atoms;
    }

    private static int[] FirstModel(CifCategory table)
    {
        int column = table.Column("pdbx_PDB_model_num");
        if (table.Rows == 0) throw new InputException($"{table.Origin}: _atom_site has no atom.");
        return [.. Enumerable.Range(0, table.Rows).Where(row => column < 0 || table[row, column].Text == table[0, column].Text)];
    }

    private static List<AssemblyAtom> Atoms(CifCategory table, int[] rows)
    {
        int entity = table.RequireColumn("label_entity_id"), asym = table.RequireColumn("label_asym_id"), position = table.RequireColumn("label_seq_id");
        int element = table.RequireColumn("type_symbol");
        int x = table.RequireColumn("Cartn_x"), y = table.RequireColumn("Cartn_y"), z = table.RequireColumn("Cartn_z");
        int occupancy = table.Column("occupancy");
        return [.. rows.Select(row => new AssemblyAtom
        {
            Chain = Author(row, "asym_id"),
            Asym = table[row, asym].Text,
            Entity = table[row, entity].Text,
            Residue = int.TryParse(Author(row, "seq_id"), out int number) ? number : 0,
            Position = table[row, position].HasText ? table.Integer(row, position) : null,
            Insertion = table[row, "pdbx_PDB_ins_code"].TextOrNull ?? "",
            Component = Author(row, "comp_id"),
            Name = Author(row, "atom_id"),
            Element = table[row, element].Text.ToUpperInvariant(),
            Alternative = table[row, "label_alt_id"].TextOrNull ?? "",
            Occupancy = occupancy < 0 || !table[row, occupancy].HasText ? 1 : table.Number(row, occupancy),
            Where = new Vector3(table.Number(row, x), table.Number(row, y), table.Number(row, z)),
        })];

        string Author(int row, string item) => table[row, "auth_" + item] is { HasText: true } author ? author.Text : table[row, "label_" + item].Text;
    }

    private static void Connect(CifCategory table, int[] rows, List<AssemblyAtom> atoms, CifCategory connections)
    {
        (int Site, int First, int Second)[] keys = [.. _keys
            .Select(key => (table.Column(key.Site), connections.Column(string.Format(key.Partner, 1)), connections.Column(string.Format(key.Partner, 2))))
            .Where(key => key is { Item1: >= 0, Item2: >= 0, Item3: >= 0 })];
        var byKey = new Dictionary<string, AssemblyAtom>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++) byKey.TryAdd(string.Join('\n', keys.Select(key => Word(table[rows[i], key.Site]))), atoms[i]);
        int type = connections.RequireColumn("conn_type_id");
        for (int row = 0; row < connections.Rows; row++)
        {
            if (!_covalent.Contains(connections[row, type].Text) || IsMoved(row, 1) || IsMoved(row, 2)) continue;
            if (!byKey.TryGetValue(string.Join('\n', keys.Select(key => Word(connections[row, key.First]))), out var first)) continue;
            if (!byKey.TryGetValue(string.Join('\n', keys.Select(key => Word(connections[row, key.Second]))), out var second)) continue;
            if (Vector3.Distance(first.Where, second.Where) < LongestBond) AssemblyAtom.Bond(first, second, BondOrder.Single);
        }

        bool IsMoved(int row, int partner) => connections[row, $"ptnr{partner}_symmetry"].TextOrNull is { } symmetry && symmetry != "1_555";

        static string Word(CifValue value) => value.TextOrNull ?? ".";
    }

    /// <summary>From the author's chains and numbers to the file's own; the residues of a ligand chain are counted.</summary>
    private static void Renumber(List<AssemblyAtom> atoms)
    {
        foreach (var chain in atoms.GroupBy(atom => atom.Asym))
        {
            var residues = chain.Residues();
            bool polymer = residues[0][0].Position is not null;
            for (int r = 0; r < residues.Count; r++)
                foreach (var atom in residues[r]) (atom.Chain, atom.Residue) = (atom.Asym, polymer ? atom.Position ?? 0 : r + 1);
        }
    }
}
