using System.Text.Json;
using Foldline.Structures.Arrays;
using Foldline.Training.Cropping;
using Foldline.Training.Tests.Data;

namespace Foldline.Training.Tests.Cropping;

public class CropReferenceTests
{
    [Theory]
    [InlineData("5zng")]
    [InlineData("1l2y")]
    public void Carried_crops_equal_the_originals(string entry) => Compare(Path.Combine(Repository.Golden, "training", entry));

    [Theory]
    [InlineData("102m")]
    [InlineData("1aki")]
    [InlineData("1dix")]
    [InlineData("1k1a")]
    [InlineData("1l2y")]
    [InlineData("2lwu")]
    [InlineData("5zng")]
    [InlineData("7zzx")]
    public void All_crops_equal_the_originals(string entry) => Compare(Path.Combine(Repository.RequireReference("data/bioassembly"), entry));

    private static void Compare(string path)
    {
        var tokens = Tokens(GzipFiles.Arrays(path + ".safetensors.gz"));
        int compared = 0;
        foreach (var recorded in GzipFiles.Json(path + ".crops.json.gz").EnumerateArray())
        {
            bool whole = recorded.GetProperty("complete_lig_droplast_removemetal").GetBoolean();
            var options = new CropOptions { Size = recorded.GetProperty("crop_size").GetInt32(), WholeResidues = whole, DropLast = whole, RemoveIons = whole };
            var method = Enum.Parse<CropMethod>(recorded.GetProperty("method").GetString()!.Replace("Cropping", ""));
            var draws = new RecordedDraws(recorded.GetProperty("draws"));
            var crop = new Cropper(options).Crop(tokens, Numbers(recorded.GetProperty("ref_chain_indices")), method, draws);
            crop.Tokens.ToArray().ShouldBe(Numbers(recorded.GetProperty("selected")), $"crop {compared}, {method}");
            if (method != CropMethod.Contiguous) crop.Reference.ShouldBe(recorded.GetProperty("reference_token").GetInt32());
            draws.AreSpent.ShouldBeTrue();
            compared++;
        }
        compared.ShouldBeGreaterThan(0);
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt32())];

    private static CropTokens Tokens(Dictionary<string, NamedArray> arrays)
    {
        var centres = arrays["centre_atom_mask"].Integers();
        var (chain, residue, resolved) = (arrays["asym_id_int"].Integers(), arrays["ref_space_uid"].Integers(), arrays["is_resolved"].Integers());
        var coordinate = arrays["coord"].Values<float>().ToArray();
        int[] atoms = [.. Enumerable.Range(0, centres.Length).Where(atom => centres[atom] != 0)];
        var size = residue.CountBy(uid => uid).ToDictionary();
        var tokensOf = atoms.CountBy(atom => residue[atom]).ToDictionary();
        return new CropTokens
        {
            Chain = [.. atoms.Select(atom => chain[atom])],
            Residue = [.. atoms.Select(atom => residue[atom])],
            Atoms = [.. atoms.Select(atom => size[residue[atom]] / tokensOf[residue[atom]])],
            Resolved = [.. atoms.Select(atom => resolved[atom] != 0)],
            Centre = [.. atoms.SelectMany(atom => coordinate[(3 * atom)..(3 * atom + 3)])],
        };
    }
}
