using Foldline.Features.Complexes;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Tests;

public sealed class FeaturizerReferenceTests
{
    private static readonly string[] _carried = ["protein_all20", "protein_single_residue", "protein_homodimer_given_ids", "disulfide_intra"];

    public static TheoryData<string> Carried => new(_carried);

    public static TheoryData<string> InReference => new(
        "protein_modified", "protein_modified_first", "protein_d_amino_acid", "protein_nonpolymer_modification", "protein_dna", "dna_single", "rna", "ion_na",
        "ligand_atp", "ligand_amino_acid", "ligand_nucleotide", "ligand_hem_x2", "ligand_multi_ccd", "ligand_nag_chain_bonded", "ligand_so4", "nag_asn",
        "nag_asn_copy", "eleven_entities");

    private static readonly string[] _integers =
    [
        "token_index", "residue_index", "asym_id", "entity_id", "sym_id", "ref_mask", "ref_charge", "ref_space_uid", "atom_to_token_idx", "atom_to_tokatom_idx",
        "is_protein", "is_ligand", "is_dna", "is_rna", "mol_id", "mol_atom_index", "entity_mol_id", "pae_rep_atom_mask", "plddt_m_rep_atom_mask",
        "distogram_rep_atom_mask", "modified_res_mask",
    ];

    [Theory]
    [MemberData(nameof(Carried))]
    public void Features_of_a_carried_case_are_the_originals(string name) => Compare(FeaturizerCase.Read(Path.Combine(Repository.Golden, "features"), name));

    [Theory]
    [MemberData(nameof(InReference))]
    public void Features_of_a_reference_case_are_the_originals(string name) =>
        Compare(FeaturizerCase.Read(Path.GetDirectoryName(Repository.RequireReference($"data/featurizer/{name}.json"))!, name));

    private static void Compare(FeaturizerCase expected)
    {
        var features = new Featurizer().Build(expected.Description!, null, new FeatureOptions());
        foreach (var name in _integers)
        {
            features[name].Shape.ShouldBe(expected[name].Shape, name);
            features[name].Values<long>().ToArray().ShouldBe(expected[name].Values<long>().ToArray(), name);
        }
        features["resolution"].Values<float>().ToArray().ShouldBe(expected["resolution"].Values<float>().ToArray());
        features["ref_element"].Values<long>().ToArray().ShouldBe(Ints(expected["ref_element_index"]));
        features["ref_atom_name_chars"].Values<long>().ToArray().ShouldBe(Ints(expected["ref_atom_name_char_index"]));
        features["bond_mask_pairs"].Values<long>().ToArray().Order().ShouldBe(OncePerPair(Ints(expected["bond_mask_pairs"])));
        CompareRestype(features["restype"], Ints(expected["restype_index"]));
        CompareTokenBonds(features["token_bonds"], Ints(expected["token_bonds_pairs"]));
        ComparePositions(features["ref_pos"], expected["ref_pos_unaugmented"]);
        features["has_frame"].Values<long>().ToArray().ShouldBe(expected["has_frame_unaugmented"].Values<long>().ToArray());
        features["frame_atom_index"].Values<long>().ToArray().ShouldBe(expected["frame_atom_index_unaugmented"].Values<long>().ToArray());
        CompareTables(features, expected);
    }

    private static long[] Ints(NamedArray array) => Array.ConvertAll(array.Values<int>().ToArray(), value => (long)value);

    private static IEnumerable<long> OncePerPair(long[] both) => both.Chunk(2).Where(pair => pair[0] < pair[1]).SelectMany(pair => pair).Order();

    private static void CompareRestype(NamedArray restype, long[] expected)
    {
        restype.Shape.ShouldBe([expected.Length, 32]);
        for (int token = 0; token < expected.Length; token++)
            for (int c = 0; c < 32; c++) restype.Values<float>()[token * 32 + c].ShouldBe(expected[token] == c ? 1f : 0f);
    }

    private static void CompareTokenBonds(NamedArray bonds, long[] pairs)
    {
        int n = (int)bonds.Shape[0];
        var wanted = new float[n * n];
        foreach (var pair in pairs.Chunk(2)) wanted[pair[0] * n + pair[1]] = 1;
        bonds.Values<float>().ToArray().ShouldBe(wanted);
    }

    private static void ComparePositions(NamedArray actual, NamedArray expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        // The reference conformers carry four decimals.
        for (int i = 0; i < actual.Count; i++) actual.Values<float>()[i].ShouldBe(expected.Values<float>()[i], 2e-4f);
    }

    private static void CompareTables(FeatureSet features, FeaturizerCase expected)
    {
        var layout = features.Layout;
        var atoms = expected.Json.GetProperty("atoms").EnumerateArray().ToList();
        layout.Atoms.ShouldBe(atoms.Count);
        for (int i = 0; i < atoms.Count; i++)
        {
            var (chain, atom) = (layout.Chains[layout.ChainOfToken[layout.TokenOfAtom[i]]], atoms[i]);
            (chain.Id, layout.ResidueNumber[i], layout.ResidueName[i], layout.AtomName[i], layout.Element[i], chain.EntityNumber.ToString())
                .ShouldBe((atom[0].GetString(), atom[1].GetInt32(), atom[2].GetString(), atom[3].GetString(), atom[4].GetString(), atom[7].GetString()));
        }
        var tokens = expected.Json.GetProperty("tokens").EnumerateArray().ToList();
        layout.Tokens.ShouldBe(tokens.Count);
        for (int t = 0; t < tokens.Count; t++)
        {
            layout.CentreAtom[t].ShouldBe(tokens[t][4].GetInt32());
            layout.TokenOfAtom.IndexOf(t).ShouldBe(tokens[t][3].GetInt32());
            layout.TokenOfAtom.Count(token => token == t).ShouldBe(tokens[t][2].GetInt32());
        }
    }

    [Fact]
    public void Bonds_between_atoms_are_the_originals()
    {
        foreach (var name in _carried)
        {
            var expected = FeaturizerCase.Read(Path.Combine(Repository.Golden, "features"), name);
            var complex = ComplexBuilder.Build(expected.Description!, Structures.Components.ComponentLibrary.Bundled);
            complex.Bonds.Select(bond => (Math.Min(bond.First, bond.Second), Math.Max(bond.First, bond.Second))).Order()
                .ShouldBe(Ints(expected["atom_bonds"]).Chunk(3).Select(bond => ((int)bond[0], (int)bond[1])).Order(), name);
        }
    }
}
