using Foldline.Structures.Arrays;
using Foldline.Training.Data;
using Foldline.Training.Permutation;
using Foldline.Training.Tests.Data;

namespace Foldline.Training.Tests.Permutation;

public class PermutationReferenceTests
{
    [Fact]
    public void A_carried_chain_case_equals_the_original() => CompareChains(Path.Combine(Repository.Golden, "training", "chain_swap_cropped.safetensors"));

    [Theory]
    [InlineData("chain_identity")]
    [InlineData("chain_swap_all")]
    [InlineData("chain_swap_cropped")]
    [InlineData("chain_swap_ligands_only")]
    public void Chain_cases_equal_the_original(string name) => CompareChains(Repository.RequireReference($"data/permutation/{name}.safetensors"));

    [Fact]
    public void A_carried_atom_case_equals_the_original() => CompareAtoms(Path.Combine(Repository.Golden, "training", "atom_1aki"));

    [Theory]
    [InlineData("atom_102m")]
    [InlineData("atom_1aki")]
    public void Atom_cases_equal_the_original(string name) => CompareAtoms(Path.Combine(Repository.RequireReference("data/permutation"), name));

    private static void CompareChains(string path)
    {
        var arrays = GzipFiles.Arrays(path);
        var (prediction, truth) = (Molecules(arrays, "pred"), Molecules(arrays, "label_full"));
        float[] predicted = arrays["pred.coordinate"].Values<float>().ToArray(), coordinate = arrays["label_full.coordinate"].Values<float>().ToArray();
        bool[] resolved = [.. arrays["label_full.coordinate_mask"].Integers().Select(known => known != 0)];
        var found = ChainPermutation.Find(prediction, predicted, truth, coordinate, resolved, new SeededDraws(0));
        found.Truth.ToArray().ShouldBe(arrays["out.permute_label_indices"].Integers());
        if (arrays.TryGetValue("out.permute_pred_indices", out var expected)) found.Prediction().ToArray().ShouldBe(expected.Integers());
        found.HasCopies.ShouldBeTrue();
        found.IsPermuted.ShouldBe(!Path.GetFileName(path).Contains("identity"));
    }

    private static MoleculeAtoms Molecules(Dictionary<string, NamedArray> arrays, string prefix) => new()
    {
        Molecule = [.. arrays[prefix + ".mol_id"].Integers()],
        Entity = [.. arrays[prefix + ".entity_mol_id"].Integers()],
        Place = [.. arrays[prefix + ".mol_atom_index"].Integers()],
        Centre = [.. arrays[prefix + ".pae_rep_atom_mask"].Integers().Select(centre => centre != 0)],
        IsLigand = [.. arrays[prefix + ".is_ligand"].Integers().Select(ligand => ligand != 0)],
    };

    private static void CompareAtoms(string path)
    {
        var arrays = GzipFiles.Arrays(path + ".safetensors.gz");
        var rows = GzipFiles.Json(path + ".perm_list.json.gz").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(item => item.GetInt32()).ToArray()).ToArray();
        var symmetries = new List<ResidueSymmetry>();
        foreach (var residue in arrays["ref_space_uid"].Integers().Select((uid, atom) => (uid, atom)).GroupBy(pair => pair.uid, pair => pair.atom))
            symmetries.Add(new ResidueSymmetry(residue.First(), [.. Enumerable.Range(0, rows[residue.First()].Length)
                .Select(column => (System.Collections.Immutable.ImmutableArray<int>)[.. residue.Select(atom => rows[atom][column])])]));
        float[] predicted = arrays["pred_coord"].Values<float>().ToArray(), coordinate = arrays["true_coord"].Values<float>().ToArray();
        bool[] resolved = [.. arrays["true_coord_mask"].Integers().Select(known => known != 0)];
        var found = AtomPermutation.Find(predicted, coordinate, resolved, symmetries);
        found.Truth.ToArray().ShouldBe(arrays["out.indices"].Integers());
        found.Prediction().ToArray().ShouldBe(arrays["out_pred_batch2.indices"].Integers()[..resolved.Length]);
        (found.SymmetricResidues, found.PermutedResidues).ShouldBe(path.Contains("102m") ? (61, 29) : (40, 19));
    }
}
