using System.Text;
using Foldline.Structures.Cif;
using Foldline.Structures.Components;
using Foldline.Training.Assemblies;

namespace Foldline.Training.Tests.Assemblies;

/// <summary>Writes small mmCIF entries: polymers of entity 1, ligands of others.</summary>
internal sealed class SmallEntry
{
    private const string Items = "group_PDB id type_symbol label_atom_id label_alt_id label_comp_id label_asym_id label_entity_id label_seq_id "
        + "Cartn_x Cartn_y Cartn_z occupancy auth_seq_id auth_asym_id";

    private readonly StringBuilder _atoms = new();
    private readonly List<string> _ligands = [];
    private int _serial;

    public string[] Sequence { get; init; } = ["ALA", "GLY", "SER"];

    public string Method { get; init; } = "X-RAY DIFFRACTION";

    /// <summary>Further shifts along x, in Å, under which the assembly repeats all its chains.</summary>
    public float[] Copies { get; init; } = [];

    public string Connections { get; init; } = "";

    /// <summary>An atom of a polymer residue.</summary>
    public SmallEntry Atom(
        string chain, int number, string component, string name, float x, float y = 0, float z = 0, string alternative = ".", float occupancy = 1)
    {
        _atoms.AppendLine(Row(name[..1], name, alternative, component, chain, "1", number.ToString(), x, y, z, occupancy, number.ToString()));
        return this;
    }

    /// <summary>Residues of backbone atoms, 3.8 Å apart along z.</summary>
    public SmallEntry Chain(string chain, float x, params int[] numbers)
    {
        foreach (int number in numbers)
        {
            float z = 3.8f * number;
            Atom(chain, number, Sequence[number - 1], "N", x, 0, z - 1.2f).Atom(chain, number, Sequence[number - 1], "CA", x, 0, z);
            Atom(chain, number, Sequence[number - 1], "C", x, 0, z + 1.3f).Atom(chain, number, Sequence[number - 1], "O", x, 1.2f, z + 1.5f);
        }
        return this;
    }

    /// <summary>One atom of a ligand.</summary>
    public SmallEntry Ligand(string chain, string component, string name, string element, float x, float y = 0, float z = 0)
    {
        if (!_ligands.Contains(component)) _ligands.Add(component);
        _atoms.AppendLine(Row(element, name, ".", component, chain, (_ligands.IndexOf(component) + 2).ToString(), ".", x, y, z, 1, "301"));
        return this;
    }

    public Assembly Build(AssemblyOptions? options = null)
    {
        var text = new StringBuilder($"data_TEST\n_entry.id TEST\n_exptl.method '{Method}'\n");
        text.Append("loop_\n_entity_poly.entity_id\n_entity_poly.type\n1 'polypeptide(L)'\n");
        text.Append("loop_\n_entity_poly_seq.entity_id\n_entity_poly_seq.num\n_entity_poly_seq.mon_id\n");
        for (int i = 0; i < Sequence.Length; i++) text.Append($"1 {i + 1} {Sequence[i]}\n");
        var chains = _atoms.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' ')[6]).Distinct();
        text.Append("loop_\n_pdbx_struct_assembly_gen.assembly_id\n_pdbx_struct_assembly_gen.oper_expression\n_pdbx_struct_assembly_gen.asym_id_list\n");
        text.Append($"1 {string.Join(',', Enumerable.Range(1, Copies.Length + 1))} {string.Join(',', chains)}\nloop_\n_pdbx_struct_oper_list.id\n");
        for (int i = 1; i <= 3; i++)
            for (int j = 1; j <= 3; j++) text.Append($"_pdbx_struct_oper_list.matrix[{i}][{j}]\n");
        for (int i = 1; i <= 3; i++) text.Append($"_pdbx_struct_oper_list.vector[{i}]\n");
        int operation = 1;
        foreach (float shift in (float[])[0, .. Copies]) text.Append($"{operation++} 1 0 0 0 1 0 0 0 1 {shift} 0 0\n");
        text.Append(Connections).Append("loop_\n");
        foreach (var item in Items.Split(' ')) text.Append($"_atom_site.{item}\n");
        text.Append(_atoms);
        using var reader = new StringReader(text.ToString());
        return new AssemblyBuilder(ComponentLibrary.Bundled, options ?? new AssemblyOptions()).Build(CifReader.Read(reader, "test").First());
    }

    private string Row(string element, string name, string alternative, string component, string chain, string entity, string number, float x, float y, float z,
        float occupancy, string author) =>
        $"ATOM {++_serial} {element} {name} {alternative} {component} {chain} {entity} {number} {x:F3} {y:F3} {z:F3} {occupancy:F2} {author} {chain}";
}
