using System.IO.Compression;
using System.Text.Json;
using Foldline.Ranking.Output;
using Foldline.Ranking.Samples;
using Foldline.Ranking.Tests.Samples;
using Foldline.Structures.Mmcif;
using Foldline.Structures.Output;

namespace Foldline.Ranking.Tests.Output;

public sealed class TargetOutputWriterTests : IDisposable
{
    private readonly string _directory = Path.Combine(AppContext.BaseDirectory, "out-" + Guid.NewGuid().ToString("N"));
    private readonly TargetOutputWriter _writer = new(new MmcifModelWriter());

    [Fact]
    public void The_folder_has_the_files_of_AlphaFold_3()
    {
        Write();
        Directory.GetFiles(_directory, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_directory, path)).Order(StringComparer.Ordinal)
            .ShouldBe(
        [
            "pair/pair_confidences.json", "pair/pair_data.json", "pair/pair_model.cif", "pair/pair_ranking_scores.csv", "pair/pair_summary_confidences.json",
            "pair/seed-1_sample-0/pair_seed-1_sample-0_confidences.json", "pair/seed-1_sample-0/pair_seed-1_sample-0_model.cif",
            "pair/seed-1_sample-0/pair_seed-1_sample-0_summary_confidences.json", "pair/seed-1_sample-1/pair_seed-1_sample-1_confidences.json",
            "pair/seed-1_sample-1/pair_seed-1_sample-1_model.cif", "pair/seed-1_sample-1/pair_seed-1_sample-1_summary_confidences.json",
        ]);
        // Sample 1 has the smaller error: the files at the top are its files, but for the entry's name.
        var best = MmcifReader.ReadFile(In("pair_model.cif"));
        best.Models[0].Atoms.ShouldBe(8);
        File.ReadAllText(In("pair_confidences.json")).ShouldBe(File.ReadAllText(In("seed-1_sample-1/pair_seed-1_sample-1_confidences.json")));
        File.ReadAllLines(In("pair_ranking_scores.csv"))[0].ShouldBe("seed,sample,ranking_score");
        File.ReadAllLines(In("pair_ranking_scores.csv"))[1].ShouldStartWith("1,0,");
    }

    [Fact]
    public void The_summary_has_the_keys_of_AlphaFold_3_and_those_of_our_own()
    {
        Write();
        using var json = JsonDocument.Parse(File.ReadAllText(In("pair_summary_confidences.json")));
        var root = json.RootElement;
        root.EnumerateObject().Select(property => property.Name).Take(10)
            .ShouldBe(["chain_iptm", "chain_pair_iptm", "chain_pair_pae_min", "chain_ptm", "fraction_disordered",
            "has_clash", "iptm", "num_recycles", "ptm", "ranking_score"]);
        root.GetProperty("protenix_ranking_score").GetDouble().ShouldBe(root.GetProperty("ranking_score").GetDouble());
        root.GetProperty("chain_pair_iptm")[1][1].GetDouble().ShouldBe(root.GetProperty("chain_ptm")[1].GetDouble());
        root.GetProperty("interfaces")[0].GetProperty("ipsae_min").GetDouble().ShouldBeGreaterThan(0);
        root.GetProperty("warning").GetString()!.ShouldContain("UNTRAINED");
        root.GetProperty("num_recycles").GetInt32().ShouldBe(10);
    }

    [Fact]
    public void Confidences_have_one_entry_per_atom_and_token()
    {
        Write();
        using var json = JsonDocument.Parse(File.ReadAllText(In("pair_confidences.json")));
        var root = json.RootElement;
        root.EnumerateObject().Select(property => property.Name).ShouldBe(["atom_chain_ids", "atom_plddts", "contact_probs", "pae", "token_chain_ids",
            "token_res_ids"]);
        root.GetProperty("atom_plddts").GetArrayLength().ShouldBe(8);
        root.GetProperty("atom_plddts")[0].GetDouble().ShouldBe(41);
        root.GetProperty("pae").GetArrayLength().ShouldBe(5);
        root.GetProperty("pae")[4].GetArrayLength().ShouldBe(5);
        root.GetProperty("token_res_ids").EnumerateArray().Select(number => number.GetInt32()).ShouldBe([1, 2, 3, 1, 2]);
        root.GetProperty("token_chain_ids").EnumerateArray().Select(id => id.GetString()).ShouldBe(["A", "A", "A", "B", "B"]);
    }

    [Fact]
    public void A_single_chain_has_null_for_ipTM()
    {
        var layout = Toy.Layout("GAG");
        var sample = ScoredSample.From(Toy.Predict(layout, Toy.Line(layout, 0), (_, _) => 3), 1);
        _writer.Write(_directory, new TargetOutput { Ranking = TargetRanking.Of("mono", sample), Provenance = Provenance("") });
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_directory, "mono", "mono_summary_confidences.json")));
        json.RootElement.GetProperty("iptm").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("chain_iptm")[0].ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("ranking_score").GetDouble().ShouldBe(json.RootElement.GetProperty("ptm").GetDouble());
        json.RootElement.TryGetProperty("warning", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_second_writing_replaces_the_folder_and_leaves_nothing_beside_it()
    {
        Write();
        File.WriteAllText(In("stale.txt"), "");
        Write();
        File.Exists(In("stale.txt")).ShouldBeFalse();
        Directory.GetFileSystemEntries(_directory).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_failure_leaves_the_old_folder_as_it_was()
    {
        Write();
        var before = Directory.GetFiles(_directory, "*", SearchOption.AllDirectories).Length;
        var bad = ScoredSampleFileTests.Make();
        bad.Coordinates[0] = float.NaN;
        Should.Throw<ArgumentException>(() => _writer.Write(_directory,
            new TargetOutput { Ranking = TargetRanking.Of("pair", bad), Provenance = Provenance("") }));
        Directory.GetFiles(_directory, "*", SearchOption.AllDirectories).Length.ShouldBe(before);
        Directory.GetFileSystemEntries(_directory).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_name_that_is_no_folder_name_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => _writer.Write(_directory,
            new TargetOutput { Ranking = TargetRanking.Of(name, ScoredSampleFileTests.Make()), Provenance = Provenance("") }));

    public void Dispose()
    {
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    private static ModelProvenance Provenance(string label) => new() { Version = "0.1.0", Network = "toy", WeightsLabel = label };

    private string In(string file) => Path.Combine(_directory, "pair", file);

    [Theory]
    [InlineData(ConfidenceFiles.All, false, 3)]
    [InlineData(ConfidenceFiles.Best, true, 1)]
    [InlineData(ConfidenceFiles.None, true, 0)]
    public void Full_confidences_are_written_for_whom_they_are_wanted(ConfidenceFiles which, bool compressed, int files)
    {
        Write(which, compressed);
        var written = Directory.GetFiles(_directory, "*_confidences.json*", SearchOption.AllDirectories).Where(path => !path.Contains("_summary_", StringComparison.Ordinal)).ToList();
        written.Count.ShouldBe(files);
        written.ShouldAllBe(path => path.EndsWith(compressed ? ".json.gz" : ".json", StringComparison.Ordinal));
        Directory.GetFiles(_directory, "*_summary_confidences.json", SearchOption.AllDirectories).Length.ShouldBe(3);
        if (which != ConfidenceFiles.Best) return;
        using var packed = new GZipStream(File.OpenRead(In("pair_confidences.json.gz")), CompressionMode.Decompress);
        JsonDocument.Parse(packed).RootElement.GetProperty("pae").GetArrayLength().ShouldBeGreaterThan(0);
    }

    private void Write(ConfidenceFiles confidences = ConfidenceFiles.All, bool compressed = false) => _writer.Write(_directory, new TargetOutput
    {
        Confidences = confidences,
        CompressConfidences = compressed,
        Ranking = TargetRanking.Of("pair", ScoredSampleFileTests.Make(1, 0, 20), ScoredSampleFileTests.Make(1, 1, 2)),
        Provenance = Provenance("untrained"),
        DataJson = "{}",
    });
}
