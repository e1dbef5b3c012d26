namespace Foldline.Cli.Tests.Acceptance;

/// <summary>What cannot be run is refused with a sentence and the documented exit code, and nothing is made or changed.</summary>
public sealed class RefusalTests : IDisposable
{
    private const string Good = ">good\nMKTAYIAKQRQISFVKSHFSRQ\n";
    private readonly Foldline _foldline = new();

    public void Dispose() => _foldline.Dispose();

    [Theory]
    [InlineData("empty.fasta", "", "is empty (0 bytes)")]
    [InlineData("blank.fasta", " \n\n", "holds nothing but blanks")]
    [InlineData("header.fasta", ">only\n", "sequence is empty")]
    [InlineData("letter.fasta", ">x\nMKTAY1AK\n", "'1' at position 6")]
    [InlineData("empty.json", "", "is empty (0 bytes)")]
    [InlineData("broken.json", "[{\"name\": \"x\", \"sequences\": [", "broken.json")]
    [InlineData("twice.fasta", ">x\nMKTAYIAK\n>x\nMKTAYIAR\n", "Two targets are called 'x'")]
    [InlineData("other.txt", "hello\n", "neither FASTA")]
    [InlineData("ligand.json", "[{\"name\": \"x\", \"sequences\": [{\"ligand\": {\"ligand\": \"CCD_QQQ\", \"count\": 1}}]}]", "component QQQ")]
    [InlineData("smiles.json", "[{\"name\": \"x\", \"sequences\": [{\"ligand\": {\"ligand\": \"CCO\", \"count\": 1}}]}]", "SMILES")]
    public async Task Bad_input_is_named_and_nothing_is_started(string name, string text, string words)
    {
        var input = _foldline.File(name, text);
        await RefusedAsync(2, [words], "run", input, "--out", _foldline.Out);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_named() =>
        await RefusedAsync(2, ["nowhere.fasta", "does not exist"], "run", "nowhere.fasta", "--out", _foldline.Out);

    [Theory]
    [InlineData("--device", "tpu", "tpu")]
    [InlineData("--dtype", "fp8", "fp8")]
    [InlineData("--seeds", "1,1", "twice")]
    [InlineData("--seeds", "-3", "")]
    [InlineData("--samples", "0", "--samples 0")]
    [InlineData("--model", "protenix_huge", "protenix_huge")]
    [InlineData("--model", "protenix_mini_esm_v0.5.0", "embeddings of esm2-3b")]
    [InlineData("--weights", "nowhere.pt", "nowhere.pt")]
    [InlineData("--db", "uniref90", "NAME=PATH")]
    [InlineData("--db", "uniref90=nowhere.fasta", "nowhere.fasta")]
    [InlineData("--db", "postgres:Host=here", "--data")]
    [InlineData("--blobs", "s3:bucket", "Expected is file:DIR")]
    [InlineData("--nonsense", "1", "--nonsense")]
    public async Task A_wrong_option_is_named(string option, string value, string words)
    {
        var ended = await _foldline.RunAsync("run", _foldline.File("good.fasta", Good), "--out", _foldline.Out, option, value);
        ended.ShouldEndWith(2).Messages.ShouldContain(words);
        _foldline.Files().ShouldBe(["good.fasta"]);
    }

    [Fact]
    public async Task A_device_that_is_not_there_is_something_the_machine_lacks() =>
        await RefusedAsync(4, ["--device npu:3"], "run", _foldline.File("good.fasta", Good), "--out", _foldline.Out, "--device", "npu:3");

    [Fact]
    public async Task Without_HMMER_the_sentence_says_how_to_get_it()
    {
        _foldline.Variables["PATH"] = Path.Combine(_foldline.Folder, "nothing");
        await RefusedAsync(4, ["jackhmmer was not found on the PATH", "apt-get install hmmer", "--no-msa"], "run", _foldline.File("good.fasta", Good), "--out", _foldline.Out);
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--data")]
    [InlineData("--temp")]
    [InlineData("--profile")]
    public async Task A_place_that_cannot_be_written_is_named(string option)
    {
        // The superuser may write everywhere but below a file and in /proc.
        var input = _foldline.File("good.fasta", Good);
        foreach (var place in new[] { Path.Combine(input, "below", "file"), "/proc/foldline/file" })
        {
            string[] options = option == "--out" ? [option, place] : ["--out", _foldline.Out, option, place];
            await RefusedAsync(4, [option], ["run", input, .. options]);
        }
    }

    [Fact]
    public async Task A_file_in_place_of_the_results_is_named()
    {
        var input = _foldline.File("good.fasta", Good);
        await RefusedAsync(2, ["is a file"], "run", input, "--out", input);
    }

    [Fact]
    public async Task A_plan_starts_nothing_and_makes_nothing()
    {
        var input = _foldline.File("good.fasta", Good + ">again\nMKTAYIAKQRQISFVKSHFSRQ\n>other\nNLYIQWLKDGGPSSGRPPPS:NLYIQWLKDGGPSSGRPPPS\n");
        var ended = (await _foldline.RunAsync("run", input, "--out", _foldline.Out, "--plan")).ShouldEndWith(0);
        ended.Output.ShouldContain("2 distinct sequences");
        ended.Output.ShouldContain("Nothing was started.");
        var lines = JsonLines.Of((await _foldline.RunAsync("run", input, "--out", _foldline.Out, "--plan", "--json")).ShouldEndWith(0).Output);
        lines.Count.ShouldBe(4);
        lines[^1]["unique_searches"]!.GetValue<int>().ShouldBe(2);
        lines[2]["tokens"]!.GetValue<int>().ShouldBe(40);
        _foldline.Files().ShouldBe(["good.fasta"]);
    }

    [Fact]
    public async Task An_earlier_run_is_not_overwritten_and_not_mixed_with_another_network()
    {
        var input = _foldline.File("good.fasta", Good);
        (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--no-msa", .. Foldline.Quick])).ShouldEndWith(0);
        var before = _foldline.Files();
        (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--no-msa", .. Foldline.Quick])).ShouldEndWith(2).ShouldSay("holds an earlier run", "--resume");
        (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--no-msa", "--resume", "--model", "protenix_tiny_default_v0.5.0", .. Foldline.Quick]))
            .ShouldEndWith(2).ShouldSay("protenix_tiny_default_v0.5.0", "foldline-demo");
        (await _foldline.RunAsync("run", input, "--out", _foldline.Out, "--no-msa", "--resume", "--steps", "2", "--cycles", "1", "--samples", "1"))
            .ShouldEndWith(2).ShouldSay("other inputs");
        _foldline.Files().ShouldBe(before);
        (await _foldline.RunAsync(["run", input, "--out", _foldline.Out, "--no-msa", "--resume", .. Foldline.Quick])).ShouldEndWith(0);
    }

    private async Task RefusedAsync(int code, string[] words, params string[] arguments)
    {
        var before = _foldline.Files();
        var ended = await _foldline.RunAsync(arguments);
        ended.ShouldEndWith(code);
        foreach (var word in words) ended.Messages.ShouldContain(word);
        ended.ShouldSay();
        _foldline.Files().ShouldBe(before);
    }
}
