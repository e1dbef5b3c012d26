using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Foldline.Alignments;
using Foldline.Features.Msa;
using Foldline.Features.Vocabulary;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Tests;

public sealed class MsaReferenceTests
{
    /// <summary>Case, input file, paired-as-unpaired, tensors with stable sorts.</summary>
    public static TheoryData<string, string, bool, bool> InReference => new()
    {
        { "7r6r", "7r6r", false, false },
        { "7r6r_pairasunpair", "7r6r", true, false },
        { "7r6r_homodimer", "7r6r_homodimer", false, false },
        { "7r6r_homodimer_pairasunpair", "7r6r_homodimer", true, false },
        { "7wux", "7wux", false, true },
        { "7wux_pairasunpair", "7wux", true, true },
        { "9gmw_rna", "9gmw_rna", false, false },
        { "empty_msa", "empty_msa", false, false },
        { "hetero_one_without_msa", "hetero_one_without_msa", false, false },
        { "rna_protein_ligand", "rna_protein_ligand", false, false },
    };

    public static TheoryData<string, string, bool, bool> Carried => new()
    {
        { "short_chain", "short_chain", false, false },
        { "synthetic_hetero", "synthetic_hetero", false, false },
        { "synthetic_hetero_pairasunpair", "synthetic_hetero", true, false },
        { "synthetic_single", "synthetic_single", false, false },
        { "synthetic_single_pairasunpair", "synthetic_single", true, false },
    };

    private static string Golden { get; } = Path.Combine(Repository.Golden, "msa");

    private static string Reference => Path.GetDirectoryName(Repository.RequireReference("data/msa/7r6r.json"))!;

    [Theory]
    [MemberData(nameof(InReference))]
    public void Alignment_features_of_a_reference_case_are_the_originals(string name, string input, bool pairedAsUnpaired, bool stable) =>
        Compare(Reference, name, input, pairedAsUnpaired, stable);

    [Theory]
    [MemberData(nameof(Carried))]
    public void Alignment_features_of_a_carried_case_are_the_originals(string name, string input, bool pairedAsUnpaired, bool stable) =>
        Compare(Golden, name, input, pairedAsUnpaired, stable);

    private static void Compare(string folder, string name, string input, bool pairedAsUnpaired, bool stable)
    {
        var expected = FeaturizerCase.Read(folder, name, input);
        var features = Build(folder, expected, new FeatureOptions { PairedAsUnpaired = pairedAsUnpaired, UseRnaMsa = true, ShortRowPadding = 0 });
        var msa = expected[stable ? "msa_stable" : "msa"];
        features["msa"].Shape.ShouldBe(msa.Shape);
        features["msa"].Values<long>().SequenceEqual(Longs(msa)).ShouldBeTrue(Difference(features["msa"], msa));
        var deletions = expected[stable ? "deletion_matrix_stable" : "deletion_matrix"].Values<sbyte>().ToArray();
        features["has_deletion"].Values<float>().SequenceEqual(Array.ConvertAll(deletions, d => Math.Clamp(d, 0f, 1f))).ShouldBeTrue();
        features["deletion_value"].Values<float>().SequenceEqual(Array.ConvertAll(deletions, d => (float)(Math.Atan(d / 3.0) * 2 / Math.PI))).ShouldBeTrue();
        Close(features["profile"], expected["profile"]);
        Close(features["deletion_mean"], expected["deletion_mean"]);
        features.Facts.MsaRows.ShouldBe((int)msa.Shape[0]);
        if (!stable) features.Facts.PairedRows.ShouldBe(expected["prot_pair_num_alignments"].Values<int>()[0]);
        if (!stable) Close(features["deletion_value"], expected["deletion_value"]);
    }

    [Fact]
    public void Rows_shorter_than_the_query_end_in_gaps_where_the_original_has_alanine()
    {
        var expected = FeaturizerCase.Read(Golden, "synthetic_single");
        var features = Build(Golden, expected, new FeatureOptions { PairedAsUnpaired = false });
        var (actual, original) = (features["msa"].Values<long>().ToArray(), Longs(expected["msa"]));
        var different = Enumerable.Range(0, actual.Length).Where(i => actual[i] != original[i]).ToList();
        different.ShouldAllBe(i => actual[i] == 31 && original[i] == 0);
        different.Select(i => (Row: i / 10, Column: i % 10)).ShouldBe([(3, 9), (5, 4), (5, 5), (5, 6), (5, 7), (5, 8), (5, 9)]); // nine letters, four letters
    }

    [Fact]
    public void A_chain_after_an_ion_reads_its_own_columns_where_the_original_reads_the_last()
    {
        var expected = FeaturizerCase.Read(Golden, "ion_in_the_middle");
        var features = Build(Golden, expected, new FeatureOptions { PairedAsUnpaired = false, ShortRowPadding = 0 });
        int n = features.Facts.Tokens, original = (int)expected["msa"].Shape[1];
        n.ShouldBe(original);
        features["msa"].Values<long>()[..n].ToArray().ShouldBe(Classes("MKTAYIAKQR").Append(20L).Concat(Classes("GSHMLEDPVW")));
        Longs(expected["msa"])[11..21].Distinct().ShouldHaveSingleItem();
        for (int row = 0; row < Math.Min(features.Facts.MsaRows, (int)expected["msa"].Shape[0]); row++)
            features["msa"].Values<long>().Slice(row * n, 10).ToArray().ShouldBe(Longs(expected["msa"])[(row * n)..(row * n + 10)]);
    }

    [Fact]
    public void Paired_rows_are_those_of_the_original_with_stable_sorts()
    {
        var expected = FeaturizerCase.Read(Reference, "7wux");
        var species = Alignments(Reference, expected).Select(own => own.Paired.Rows.Select(row => SpeciesId.Of(row.Description)).ToArray()).ToArray();
        var rows = SpeciesPairing.Pair([species[0], species[0], species[1], species[1]], 8192, 600);
        rows.SelectMany(row => row).ShouldBe(expected["pairing_stable.pair_row_indices"].Values<int>().ToArray());
    }

    private static IEnumerable<long> Classes(string letters) =>
        letters.Select(letter => (long)ResidueTypes.Of(ResidueTypes.CodeOf(EntityKind.Protein, letter)!));

    private static FeatureSet Build(string folder, FeaturizerCase input, FeatureOptions options) =>
        new Featurizer().Build(input.Description!, Alignments(folder, input), options);

    private static EntityAlignments[] Alignments(string folder, FeaturizerCase input) =>
        [.. input.Json.GetProperty("input")[0].GetProperty("sequences").EnumerateArray().Select(entity => entity.EnumerateObject().Single().Value)
            .Select(entity => EntityAlignments.FromA3m(Text(folder, entity, "unpairedMsaPath"), Text(folder, entity, "pairedMsaPath")))];

    private static string? Text(string folder, JsonElement entity, string field)
    {
        if (!entity.TryGetProperty(field, out var path)) return null;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, path.GetString()!)), CompressionMode.Decompress), Encoding.ASCII);
        return reader.ReadToEnd();
    }

    private static long[] Longs(NamedArray array) => Array.ConvertAll(array.Values<sbyte>().ToArray(), value => (long)value);

    private static string Difference(NamedArray actual, NamedArray expected)
    {
        var wanted = Longs(expected);
        int n = (int)actual.Shape[1];
        for (int i = 0; i < wanted.Length; i++)
            if (actual.Values<long>()[i] != wanted[i]) return $"row {i / n}, token {i % n}: {actual.Values<long>()[i]} for {wanted[i]}";
        return "";
    }

    private static void Close(NamedArray actual, NamedArray expected)
    {
        actual.Shape.ShouldBe(expected.Shape);
        for (int i = 0; i < actual.Count; i++)
            if (Math.Abs(actual.Values<float>()[i] - expected.Values<float>()[i]) > 1e-6f)
                Assert.Fail($"{actual.Name}[{i}] is {actual.Values<float>()[i]}, not {expected.Values<float>()[i]}");
    }
}
