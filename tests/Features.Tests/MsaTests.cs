using System.Text;
using Foldline.Features.Msa;
using Foldline.Sequences;

namespace Foldline.Features.Tests;

public sealed class MsaTests
{
    private const string Query = "MKTAYIAKQR";

    private static FeatureSet Build(Target target, FeatureOptions options, params EntityAlignments[] alignments) =>
        new Featurizer().Build(target, alignments.Length == 0 ? null : alignments, options);

    private static string Letters(FeatureSet features, int row)
    {
        int n = features.Facts.Tokens;
        return string.Concat(features["msa"].Values<long>().Slice(row * n, n).ToArray().Select(letter => "ARNDCQEGHILKMFPSTWYVX0000011111-"[(int)letter]));
    }

    [Fact]
    public void Without_any_alignment_the_query_stands_twice()
    {
        var features = Build(Targets.Of("t", (Query, 2)), new FeatureOptions());
        features.Facts.ShouldBe(new FeatureFacts(20, features.Layout.Atoms, 2, 1));
        Letters(features, 0).ShouldBe(Query + Query);
        Letters(features, 1).ShouldBe(Query + Query);
        features["profile"].Values<float>()[12].ShouldBe(1);
    }

    [Fact]
    public void Without_msa_the_residues_are_the_only_row()
    {
        var features = Build(Targets.Of("t", Query), new FeatureOptions { UseMsa = false }, EntityAlignments.FromA3m(">q\nMKTAYIAKQR\n>a\nMKTAYIAKQK\n", ""));
        features.Facts.MsaRows.ShouldBe(1);
        Letters(features, 0).ShouldBe(Query);
        features["profile"].Shape.ShouldBe([10, 32]);
    }

    [Fact]
    public void An_alignment_of_another_length_is_named()
    {
        var fault = Should.Throw<InputException>(() => Build(Targets.Of("t9", Query), new FeatureOptions(), EntityAlignments.FromA3m(">q\nMKT\n", null)));
        fault.Message.ShouldContain("t9");
        fault.Message.ShouldContain("3 letters, its sequence 10");
    }

    [Fact]
    public void Chains_of_four_residues_have_no_alignment_and_chains_of_five_do()
    {
        Build(Targets.Of("t", "MKTA"), new FeatureOptions(), EntityAlignments.FromA3m(">q\nMKTA\n>a\nMKTT\n>b\nMKTC\n", null)).Facts.MsaRows.ShouldBe(2);
        Build(Targets.Of("t", "MKTAG"), new FeatureOptions(), EntityAlignments.FromA3m(">q\nMKTAG\n>a\nMKTTG\n>b\nMKTCG\n", null)).Facts.MsaRows.ShouldBe(4);
    }

    [Fact]
    public void Insertions_count_before_the_next_column_and_stop_at_127()
    {
        var alignment = EntityAlignments.FromA3m($">q\n{Query}\n>a\nMKab.TAYIAKQ{new string('g', 300)}Ryy\n", null);
        var features = Build(Targets.Of("t", Query), new FeatureOptions(), alignment);
        var row = features["deletion_value"].Values<float>().Slice(20, 10).ToArray();
        row[2].ShouldBe((float)(Math.Atan(3 / 3.0) * 2 / Math.PI), 1e-6f);
        row[9].ShouldBe((float)(Math.Atan(127 / 3.0) * 2 / Math.PI), 1e-6f);
        features["has_deletion"].Values<float>().Slice(20, 10).ToArray().Sum().ShouldBe(2);
        features["deletion_mean"].Values<float>()[9].ShouldBe(150); // the mean is of the whole count, as in the original
    }

    [Fact]
    public void Rows_are_paired_by_species_and_leave_the_unpaired_block()
    {
        var first = EntityAlignments.FromA3m(
            null, ">q\nMKTAYIAKQR\n>UniRef100_A_9606\nMKTAYIAKQK\n>UniRef100_B_10090\nMKTAYIAKDD\n>UniRef100_C_1\nMKTAYIAKEE\n");
        var second = EntityAlignments.FromA3m(null, ">q\nGSHMLEDPVW\n>UniRef100_D_10090\nGSHMLEDPVY\n>UniRef100_E_9606\nGSHMLEDPVC\n");
        var features = Build(Targets.Of("t", Query, "GSHMLEDPVW"), new FeatureOptions(), first, second);
        features.Facts.PairedRows.ShouldBe(3);
        Enumerable.Range(0, features.Facts.MsaRows).Select(row => Letters(features, row)).ShouldBe(
        [
            "MKTAYIAKQRGSHMLEDPVW", "MKTAYIAKDDGSHMLEDPVY", "MKTAYIAKQKGSHMLEDPVC", // rank log 2 + log 1, twice: species in text order
            "MKTAYIAKEE----------",
        ]);
    }

    [Fact]
    public void The_most_rows_are_kept_to_paired_first()
    {
        var options = new FeatureOptions { MaxMsaRows = 6, MaxPairedRows = 3 };
        EntityAlignments Rows(string query) => EntityAlignments.FromA3m(
            null, $">q\n{query}\n" + string.Concat(Enumerable.Range(0, 8).Select(i => $">UniRef100_X{i}_{i}\n{query[..^1]}{"ACDEFGHI"[i]}\n")));
        var features = Build(Targets.Of("t", Query, "GSHMLEDPVW"), options, Rows(Query), Rows("GSHMLEDPVW"));
        features.Facts.PairedRows.ShouldBe(3);
        features.Facts.MsaRows.ShouldBe(6);
        Letters(features, 2).ShouldBe("MKTAYIAKQCGSHMLEDPVC");
    }

    [Fact]
    public void A_species_gives_no_more_rows_than_the_limit_and_a_single_chain_pairs_with_nothing()
    {
        SpeciesPairing.Pair([["", "A", "A", "A"], ["", "A", "A", "A"]], 8192, 2).Count.ShouldBe(3);
        SpeciesPairing.Pair([["", "A", "A"], ["", "B"]], 8192, 600).ShouldHaveSingleItem().ShouldBe([0, 0]);
        SpeciesPairing.Pair([["", "A"], [""], ["", "A"]], 8192, 600)[1].ShouldBe([1, SpeciesPairing.NoRow, 1]);
    }

    [Fact]
    public void A_deep_alignment_of_two_thousand_residues_is_assembled_in_seconds()
    {
        var sequence = string.Concat(Enumerable.Repeat("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQA", 60))[..2000];
        var text = new StringBuilder().Append(">q\n").Append(sequence).Append('\n');
        for (int i = 0; i < 3000; i++)
        {
            var tail = i.ToString("D10").Select(digit => "ACDEFGHIKL"[digit - '0']).ToArray();
            text.Append(">r\n").Append(sequence.AsSpan(0, 1990)).Append(tail).Append('\n');
        }
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Build(Targets.Of("deep", sequence), new FeatureOptions(), EntityAlignments.FromA3m(text.ToString(), null)).Facts.MsaRows.ShouldBe(3002);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }
}
