using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Tests;

public sealed class FeatureNamesTests
{
    private const string Prefix = "input.input_feature_dict.";

    /// <summary>Name, type and axes of what the network takes (M rows, N tokens, A atoms), as protenix_full_v05.safetensors has them.</summary>
    private const string Official = """
        token_index Int64 N
        residue_index Int64 N
        asym_id Int64 N
        entity_id Int64 N
        sym_id Int64 N
        restype Float32 N 32
        atom_to_token_idx Int64 A
        atom_to_tokatom_idx Int64 A
        ref_pos Float32 A 3
        ref_mask Int64 A
        ref_charge Int64 A
        ref_element Int64 A 128
        ref_atom_name_chars Int64 A 4 64
        ref_space_uid Int64 A
        token_bonds Float32 N N
        msa Int64 M N
        has_deletion Float32 M N
        deletion_value Float32 M N
        deletion_mean Float32 N
        profile Float32 N 32
        distogram_rep_atom_mask Int64 A
        pae_rep_atom_mask Int64 A
        plddt_m_rep_atom_mask Int64 A
        is_protein Int64 A
        is_ligand Int64 A
        is_rna Int64 A
        is_dna Int64 A
        has_frame Int64 N
        frame_atom_index Int64 N 3
        mol_id Int64 A
        entity_mol_id Int64 A
        mol_atom_index Int64 A
        resolution Float32 1
        bond_mask Int64 A A
        """;

    /// <summary>What is carried as indices in place of one-hot or dense arrays, and what the network does not take.</summary>
    private static readonly Dictionary<string, string> _compact = new()
    {
        ["ref_element Int64 A 128"] = "ref_element Int64 A",
        ["ref_atom_name_chars Int64 A 4 64"] = "ref_atom_name_chars Int64 A 4",
        ["bond_mask Int64 A A"] = "bond_mask_pairs Int64 0 2",
    };

    [Fact]
    public void Names_types_and_shapes_are_the_networks_with_the_stated_compact_forms()
    {
        var alignment = EntityAlignments.FromA3m(">q\nMKTAYW\n>a\nMKTAYA\n>b\nMKTAYC\n>c\nMKTAYD\n>d\nMKTAYE\n", null);
        var features = new Featurizer().Build(Targets.Of("names", "MKTAYW", "GSHML"), [alignment, EntityAlignments.None], new FeatureOptions());
        features.Facts.MsaRows.ShouldBe(5);
        var axes = new Dictionary<long, string> { [features.Facts.Tokens] = "N", [features.Facts.Atoms] = "A", [features.Facts.MsaRows] = "M" };
        features.Arrays.Select(array => Describe(array.Name, array.Type, array.Shape, axes)).Order()
            .ShouldBe(Lines().Select(line => _compact.GetValueOrDefault(line, line)).Append("modified_res_mask Int64 A").Order());
    }

    [Fact]
    public void The_official_list_is_that_of_the_reference_model()
    {
        using var file = SafetensorsFile.Open(Repository.RequireReference("modules/protenix_full_v05.safetensors"));
        var axes = new Dictionary<long, string> { [13] = "N", [57] = "A", [5] = "M" };
        file.Arrays.Where(array => array.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(array => Describe(array.Name[Prefix.Length..], array.Type, array.Shape, axes)).Order().ShouldBe(Lines().Order());
    }

    private static string[] Lines() => Official.ReplaceLineEndings("\n").Split('\n');

    private static string Describe(string name, ElementType type, IReadOnlyList<long> shape, Dictionary<long, string> axes) =>
        $"{name} {type} {string.Join(' ', shape.Select(extent => axes.GetValueOrDefault(extent, extent.ToString())))}";
}
