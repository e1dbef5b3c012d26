using System.Text.Json;
using Foldline.Features.Templates;
using Foldline.Features.Vocabulary;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Tests.Templates;

public sealed class TemplateReferenceTests
{
    private static string Carried => Path.Combine(Repository.Golden, "features", "templates", "monomer_every_third.safetensors.gz");

    [Fact]
    public void Features_of_a_carried_crop_are_the_originals()
    {
        var arrays = FeaturizerCase.ReadArrays(Carried);
        Compare(Hits(arrays), arrays);
    }

    [Fact]
    public void Features_of_the_reference_are_the_originals() => Compare(
        Hits(FeaturizerCase.ReadArrays(Repository.RequireReference("data/template/hits.safetensors.gz"))),
        FeaturizerCase.ReadArrays(Repository.RequireReference("data/template/monomer.safetensors.gz")));

    [Fact]
    public void Atom_tables_are_the_originals()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.RequireReference("data/template/tables.json")));
        var tables = json.RootElement;
        Atom37.Names.ShouldBe(tables.GetProperty("ATOM37_ORDER").EnumerateObject().OrderBy(atom => atom.Value.GetInt32()).Select(atom => atom.Name));
        Rows("PROTEIN_AATYPE_DENSE_ATOM_TO_ATOM37").ShouldBe(Atom37.OfDense.Select(row => row.ToArray()));
        tables.GetProperty("RESTYPE_PSEUDOBETA_INDEX").EnumerateArray().Select(place => place.GetInt32()).ShouldBe(DenseAtoms.PseudoBeta);
        Rows("RESTYPE_RIGIDGROUP_DENSE_ATOM_IDX_backbone_C_CA_N").ShouldBe(DenseAtoms.Frame.Select(atoms => new[] { atoms.C, atoms.Ca, atoms.N }));
        foreach (var residue in tables.GetProperty("DENSE_ATOM").EnumerateObject())
            DenseAtoms.Names[ResidueTypes.Of(residue.Name)].ShouldBe(residue.Value.EnumerateArray().Select(atom => atom.GetString()), residue.Name);

        IEnumerable<int[]> Rows(string name) =>
            tables.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(place => place.GetInt32()).ToArray());
    }

    [Fact]
    public void Centring_undoes_any_shift_of_the_chain()
    {
        // The second hit is a whole chain, so its recorded positions are centred as they stand.
        var hit = Hits(FeaturizerCase.ReadArrays(Carried))[1];
        var shifted = new TemplateStructure(hit.Residues, [.. hit.Positions.ToArray().Select((value, i) => value + (i % 3 * 20) - 7)], hit.Mask.ToArray());
        var centred = shifted.Centred();
        hit.Mask.Contains(true).ShouldBeTrue();
        for (int i = 0; i < hit.Positions.Length; i++)
            if (hit.Mask[i / 3]) centred.Positions[i].ShouldBe(hit.Positions[i], 1e-5f);
    }

    internal static List<TemplateStructure> CarriedHits() => Hits(FeaturizerCase.ReadArrays(Carried));

    private static List<TemplateStructure> Hits(Dictionary<string, NamedArray> arrays) => [.. Enumerable.Range(0, 4).Select(hit => new TemplateStructure(
        [.. arrays[$"hit{hit}.aatype"].Values<int>().ToArray().Select(residue => (byte)residue)],
        arrays[$"hit{hit}.atom37_pos"].Values<float>().ToArray(),
        [.. arrays[$"hit{hit}.atom37_mask"].Values<sbyte>().ToArray().Select(flag => flag != 0)]))];

    private static void Compare(List<TemplateStructure> hits, Dictionary<string, NamedArray> expected)
    {
        int[] residues = [.. expected["token_res_id"].Values<int>().ToArray().Select(number => number - 1)];
        var chain = new ChainTemplates(hits[0].Residues.Length, [.. hits]);
        var slots = TemplateSlots.Of([chain], new int[residues.Length], residues);
        slots.Mask.ToArray().ShouldBe(Flags("template_atom_mask"));
        slots.Positions.ToArray().ShouldBe(expected["template_atom_positions"].Values<float>().ToArray());

        var features = TemplateFeatures.Make(slots).ToDictionary(array => array.Name);
        features["template_aatype"].Values<long>().ToArray().ShouldBe(expected["template_aatype"].Values<int>().ToArray().Select(residue => (long)residue));
        features["template_distogram"].Values<sbyte>().ToArray().ShouldBe(expected["template_distogram_bin_or_minus1"].Values<sbyte>().ToArray());
        features["template_pseudo_beta_mask"].Values<bool>().ToArray().ShouldBe(Flags("template_pseudo_beta_mask"));
        features["template_backbone_frame_mask"].Values<bool>().ToArray().ShouldBe(Flags("template_backbone_frame_mask"));
        features["template_unit_vector"].Shape.ShouldBe(expected["template_unit_vector"].Shape);
        var (directions, originals) = (features["template_unit_vector"].Values<float>().ToArray(), expected["template_unit_vector"].Values<float>().ToArray());
        directions.Zip(originals, (ours, theirs) => Math.Abs(ours - theirs)).Max().ShouldBeLessThan(2e-6f);

        bool[] Flags(string name) => Array.ConvertAll(expected[name].Values<sbyte>().ToArray(), flag => flag != 0);
    }
}
