using CsCheck;
using Foldline.Sequences;
using Foldline.Training.Cropping;
using Foldline.Training.Data;

namespace Foldline.Training.Tests.Cropping;

public class CropTests
{
    // Chains of residues of 1 to 6 tokens; the first chain is resolved.
    private static readonly Gen<CropTokens> Assemblies =
        Gen.Select(Gen.Int[1, 6].Array[1, 8].Array[1, 5], Gen.Int[0, 1000]).Select((chains, seed) => Assembly(chains, seed));

    [Fact]
    public void Crops_fit_rise_and_keep_residues_whole() => Gen.Select(Assemblies, Gen.Int[1, 40], Gen.Enum<CropMethod>(), Gen.Long).Sample(
        (tokens, size, method, seed) =>
    {
        var crop = new Cropper(new CropOptions { Size = size }).Crop(tokens, [0], method, new SeededDraws(seed));
        var taken = crop.Tokens.ToHashSet();
        var cut = Enumerable.Range(0, tokens.Count).Where(token => !taken.Contains(token)).Select(token => tokens.Residue[token]);
        return crop.Tokens.Length <= size && taken.Count == crop.Tokens.Length && crop.Tokens.Order().SequenceEqual(crop.Tokens)
            && !cut.Intersect(crop.Tokens.Select(token => tokens.Residue[token])).Any();
    }, iter: 2000, seed: "0000KOIPe036");

    [Fact]
    public void The_reference_token_is_in_a_spatial_crop_of_single_tokens() => Gen.Select(Gen.Int[1, 30], Gen.Int[1, 10], Gen.Long).Sample(
        (length, size, seed) =>
    {
        var tokens = Assembly([[.. Enumerable.Repeat(1, length)]], 3);
        var crop = new Cropper(new CropOptions { Size = size }).Crop(tokens, [0], CropMethod.Spatial, new SeededDraws(seed));
        return crop.Tokens.Length == Math.Min(size, length) && crop.Tokens.Contains(crop.Reference!.Value);
    }, iter: 300, seed: "0000KOIPe036");

    [Fact]
    public void The_same_seed_crops_the_same()
    {
        var tokens = Assembly([[1, 1, 1, 1, 1, 1, 3, 1], [1, 1, 1, 1, 4]], 1);
        var cropper = new Cropper(new CropOptions { Size = 6 });
        for (int seed = 0; seed < 20; seed++)
        {
            var once = cropper.Crop(tokens, [0, 1], new SeededDraws(seed));
            var again = cropper.Crop(tokens, [0, 1], new SeededDraws(seed));
            again.Tokens.ToArray().ShouldBe(once.Tokens.ToArray());
            again.Method.ShouldBe(once.Method);
        }
    }

    [Fact]
    public void Size_0_keeps_the_whole_assembly()
    {
        var crop = new Cropper(new CropOptions { Size = 0 }).Crop(Assembly([[2, 1]], 1), [0], new SeededDraws(1));
        crop.Tokens.ToArray().ShouldBe([0, 1, 2]);
        crop.Method.ShouldBeNull();
    }

    [Fact]
    public void Chains_without_a_resolved_token_cannot_be_cropped_around()
    {
        var tokens = Assembly([[1, 1]], 1) with { Resolved = [false, false] };
        Should.Throw<InputException>(() => new Cropper(new CropOptions()).Crop(tokens, [0], CropMethod.Spatial, new SeededDraws(1)))
            .Message.ShouldContain("no resolved token");
    }

    private static CropTokens Assembly(int[][] chains, int seed)
    {
        var draws = new SeededDraws(seed);
        var (chain, residue) = (new List<int>(), new List<int>());
        int next = 0;
        for (int c = 0; c < chains.Length; c++)
            foreach (int size in chains[c])
            {
                chain.AddRange(Enumerable.Repeat(c, size));
                residue.AddRange(Enumerable.Repeat(next++, size));
            }
        return new CropTokens
        {
            Chain = [.. chain],
            Residue = [.. residue],
            Atoms = [.. chain.Select(_ => 1)],
            Resolved = [.. chain.Select(c => c == 0 || draws.Integer(0, 3) > 0)],
            Centre = [.. chain.SelectMany(_ => Enumerable.Range(0, 3).Select(_ => (float)(20 * draws.Fraction())))],
        };
    }
}
