using System.Text.Json.Nodes;

namespace Foldline.Cli.Tests.Acceptance;

/// <summary>Whole runs with the real jackhmmer and the real network, made small.</summary>
public sealed class RunTests : IDisposable
{
    private readonly Foldline _foldline = new();

    public void Dispose() => _foldline.Dispose();

    [Fact]
    public async Task A_run_gives_AlphaFold_3s_files_and_JSON_lines_and_searches_a_sequence_once()
    {
        var input = _foldline.File("batch.fasta", $">cage\n{Proteins.Cage}\n>same\n{Proteins.Cage}\n");
        var profile = Path.Combine(_foldline.Folder, "trace.json");
        var ended = (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--seeds", "4,7", "--json", "--profile", profile, .. Foldline.Quick])).ShouldEndWith(0);

        var lines = JsonLines.Of(ended.Output);
        lines.Count(line => Event(line) == "UnitStarted" && line["message"]!.GetValue<string>().StartsWith("bundled", StringComparison.Ordinal)).ShouldBe(1);
        lines[^1]["event"]!.GetValue<string>().ShouldBe("Result");
        lines[^1]["folded"]!.GetValue<int>().ShouldBe(2);
        foreach (var file in new[] { "ranking.csv", "interfaces.csv", "failures.csv", "report.html", "run.json" }) File.Exists(Path.Combine(_foldline.Out, file)).ShouldBeTrue(file);
        foreach (var file in (string[])["cage_model.cif", "cage_summary_confidences.json", "cage_confidences.json", "cage_data.json", "cage_ranking_scores.csv"])
            File.Exists(Path.Combine(_foldline.Out, "cage", file)).ShouldBeTrue(file);
        foreach (var sample in (string[])["seed-4_sample-0", "seed-7_sample-0"])
            foreach (var file in (string[])["model.cif", "summary_confidences.json", "confidences.json"])
                File.Exists(Path.Combine(_foldline.Out, "cage", sample, $"cage_{sample}_{file}")).ShouldBeTrue(file);

        var summary = Json("cage", "cage_summary_confidences.json");
        foreach (var key in (string[])["chain_iptm", "chain_pair_iptm", "chain_pair_pae_min", "chain_ptm", "fraction_disordered", "has_clash", "iptm", "ptm", "ranking_score"])
            summary.ContainsKey(key).ShouldBeTrue(key);
        var confidences = Json("cage", "cage_confidences.json");
        foreach (var key in (string[])["atom_chain_ids", "atom_plddts", "contact_probs", "pae", "token_chain_ids", "token_res_ids"]) confidences.ContainsKey(key).ShouldBeTrue(key);
        confidences["pae"]!.AsArray().Count.ShouldBe(Proteins.Cage.Length);
        var manifest = Json("run.json");
        manifest["weights"]!["label"]!.GetValue<string>().ShouldNotBeEmpty();
        manifest["tools"]!["search"]!.GetValue<string>().ShouldStartWith("jackhmmer 3");
        manifest["databases"]![0]!["fingerprint"]!.GetValue<string>().ShouldStartWith("sha256:");
        JsonNode.Parse(await File.ReadAllTextAsync(profile))!["traceEvents"]!.AsArray().Count.ShouldBeGreaterThan(100);
        Directory.EnumerateFileSystemEntries(Path.Combine(_foldline.Data, "tmp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_bad_target_leaves_the_others_their_results()
    {
        // This jackhmmer fails as the real one does for a damaged database, but for one query only.
        _foldline.Variables["PATH"] = _foldline.Script("jackhmmer",
            $"for last in \"$@\"; do before=\"$query\" query=\"$database\" database=\"$last\"; done\nif grep -q {Proteins.Bad} \"$query\" 2>/dev/null; then echo 'Error: Parse failed: odd letter' >&2; exit 1; fi\nexec REAL \"$@\"");
        var input = _foldline.File("batch.fasta", $">cage\n{Proteins.Cage}\n>fails\n{Proteins.Bad}\n>letter\nMKTAYI-AK\n>other\nKPYQCPECGKAFSQSSNLQKHQRTH\n");
        var ended = (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, .. Foldline.Quick])).ShouldEndWith(3);
        ended.Output.ShouldContain("2 folded, 2 failed");
        var failures = (await File.ReadAllTextAsync(Path.Combine(_foldline.Out, "failures.csv")));
        failures.ShouldContain("fails,Search alignments,deterministic,1,");
        failures.ShouldContain("Parse failed");
        failures.ShouldContain("letter,input,deterministic,0,");
        failures.ShouldContain("position 7");
        (await File.ReadAllLinesAsync(Path.Combine(_foldline.Out, "ranking.csv"))).Length.ShouldBe(3);
        foreach (var name in (string[])["cage", "other"]) File.Exists(Path.Combine(_foldline.Out, name, name + "_model.cif")).ShouldBeTrue(name);
        Directory.Exists(Path.Combine(_foldline.Out, "fails")).ShouldBeFalse();

        // Mended, the same command with --resume folds what failed and keeps what was folded.
        _foldline.Variables.Remove("PATH");
        var mended = _foldline.File("batch.fasta", $">cage\n{Proteins.Cage}\n>fails\n{Proteins.Bad}\n>other\nKPYQCPECGKAFSQSSNLQKHQRTH\n");
        (await _foldline.RunAsync(["run", mended, "--out", _foldline.Out, "--resume", .. Foldline.Quick])).ShouldEndWith(0).Output.ShouldContain("3 folded, 0 failed");
        (await File.ReadAllLinesAsync(Path.Combine(_foldline.Out, "failures.csv"))).Length.ShouldBe(1);
        Attempts().Count(attempt => attempt == ("cage", "Foldline.Predict", "succeeded")).ShouldBe(1);
    }

    [Fact]
    public async Task A_complex_of_every_kind_of_molecule_is_folded_and_written_as_AlphaFold_3_reads_it()
    {
        var input = _foldline.File("mixed.json", """
            {"name": "mixed", "dialect": "alphafold3", "version": 1, "modelSeeds": [1], "sequences": [
              {"protein": {"id": ["A", "B"], "sequence": "MNGTSKYQC"}}, {"rna": {"id": "C", "sequence": "ACGU"}}, {"dna": {"id": "D", "sequence": "ACGT"}},
              {"ligand": {"id": ["E", "F"], "ccdCodes": ["NAG"]}}, {"ligand": {"id": "G", "ccdCodes": ["MG"]}}],
             "bondedAtomPairs": [[["A", 2, "ND2"], ["E", 1, "C1"]], [["B", 2, "ND2"], ["F", 1, "C1"]]]}
            """);
        (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--no-msa", .. Foldline.Quick])).ShouldEndWith(0);
        var summary = Json("mixed", "mixed_summary_confidences.json");
        summary["chain_ids"]!.AsArray().Select(id => (string)id!).ShouldBe(["A", "B", "C", "D", "E", "F", "G"]);
        var cif = await File.ReadAllTextAsync(Path.Combine(_foldline.Out, "mixed", "mixed_model.cif"));
        foreach (var words in (string[])["polyribonucleotide", "polydeoxyribonucleotide", "non-polymer", "HETATM", "MAGNESIUM ION"]) cif.ShouldContain(words);

        // NAG loses its O1 and the asparagine keeps its nitrogen; the data file folds again to the same structure.
        cif.Split('\n').Count(line => line.StartsWith("HETATM", StringComparison.Ordinal) && line.Contains(" NAG ", StringComparison.Ordinal)).ShouldBe(2 * 14);
        var again = Path.Combine(_foldline.Folder, "again");
        (await _foldline.RunAsync(["run", Path.Combine(_foldline.Out, "mixed", "mixed_data.json"), "--out", again, .. Foldline.Quick])).ShouldEndWith(0);
        (await File.ReadAllTextAsync(Path.Combine(again, "mixed", "mixed_model.cif"))).ShouldBe(cif);
    }

    [Fact]
    public async Task Artifacts_go_where_blobs_says()
    {
        var blobs = Path.Combine(_foldline.Folder, "elsewhere");
        (await _foldline.RunAsync(["run", _foldline.File("one.fasta", $">cage\n{Proteins.Cage}\n"), "--out", _foldline.Out, "--no-msa", "--blobs", $"file:{blobs}", .. Foldline.Quick])).ShouldEndWith(0);
        Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
        Directory.Exists(Path.Combine(_foldline.Data, "blobs")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_full_disk_is_told_in_a_sentence_and_the_run_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Require(Path.Combine(_foldline.Folder, "disk"), 64 << 10);
        var input = _foldline.File("one.fasta", $">cage\n{Proteins.Cage}\n>other\nKPYQCPECGKAFSQSSNLQKHQRTH\n");
        string[] command = ["run", input, "--out", Path.Combine(disk.Path, "out"), "--no-msa", .. Foldline.Quick];
        (await _foldline.RunAsync(command)).ShouldEndWith(4).ShouldSay("disk", "full", "--resume");
        (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--data", Path.Combine(disk.Path, "data"), "--no-msa"])).ShouldEndWith(4).ShouldSay("disk is full");
        Directory.Exists(_foldline.Out).ShouldBeFalse();
        disk.Grow(64 << 20);
        (await _foldline.RunAsync([.. command, "--resume"])).ShouldEndWith(0);
        File.Exists(Path.Combine(disk.Path, "out", "cage", "cage_model.cif")).ShouldBeTrue();
    }

    private static string Event(JsonObject line) => line["event"]!.GetValue<string>();

    private JsonObject Json(params string[] path) => JsonNode.Parse(File.ReadAllText(Path.Combine([_foldline.Out, .. path])))!.AsObject();

    private List<(string Target, string Type, string Outcome)> Attempts() =>
        [.. Json("run.json")["attempts"]!.AsArray().Select(attempt => ((string)attempt!["target"]!, (string)attempt["type"]!, (string)attempt["outcome"]!))];
}
