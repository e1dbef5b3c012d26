using CsCheck;

namespace Foldline.Sequences.Tests;

public sealed class FastaTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_record_is_a_target_named_by_the_first_word()
    {
        var batch = await _folder.ReadAsync("in.fasta", ">1L2Y Trp-cage\nNLYIQWLK\nDGGPSSGRPPPS\n\n; a comment\n>two\r\nMK V\r\n");
        batch.Targets.Select(target => (target.Name, target.Entities.Single().Sequence)).ShouldBe([("1L2Y", "NLYIQWLKDGGPSSGRPPPS"), ("two", "MKV")]);
        _folder.Bare(batch.Targets[1].Origin).ShouldBe("in.fasta, line 6");
        batch.Faults.ShouldBeEmpty();
        batch.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_colon_separates_chains_and_equal_chains_become_copies_with_their_own_letters()
    {
        var target = (await _folder.ReadAsync("in.fasta", ">dimer\nMKV:GSH:\nMKV\n")).Targets.Single();
        target.Entities.Select(entity => entity.Sequence).ShouldBe(["MKV", "GSH"]);
        target.Entities[0].ChainIds.ShouldBe(["A", "C"]);
        target.Entities[1].ChainIds.ShouldBe(["B"]);
        target.Residues.ShouldBe(9);
        target.Entities.ShouldAllBe(entity => entity.Alignments == SuppliedAlignments.Search);
    }

    [Fact]
    public async Task Many_chains_go_on_after_z()
    {
        var target = (await _folder.ReadAsync("in.fasta", ">big\n" + string.Join(':', Enumerable.Repeat("MKV", 30)))).Targets.Single();
        target.Entities.Single().ChainIds[^5..].ShouldBe(["Z", "AA", "AB", "AC", "AD"]);
    }

    [Fact]
    public async Task An_illegal_letter_is_named_with_its_position_and_leaves_the_others()
    {
        var batch = await _folder.ReadAsync("in.fasta", ">good\nMKV\n>bad\nMKVJ\n>complex\nMKV:MK1\n");
        batch.Targets.Single().Name.ShouldBe("good");
        batch.Faults.Select(fault => fault.Name).ShouldBe(["bad", "complex"]);
        _folder.Bare(batch.Faults[0].Message).ShouldStartWith("in.fasta, line 3: target 'bad': 'J' at position 4 is not an amino acid;");
        _folder.Bare(batch.Faults[1].Message).ShouldStartWith("in.fasta, line 5: target 'complex': chain 2: '1' at position 3 is not an amino acid;");
    }

    [Theory]
    [InlineData(">x\n>y\nMKV\n", "in.fasta, line 1: target 'x': the sequence is empty.")]
    [InlineData(">x\nMKV::MKV\n>y\nMKV\n", "in.fasta, line 1: target 'x': chain 2: the sequence is empty.")]
    [InlineData(">x\nM\n>y\nMKV\n", "in.fasta, line 1: target 'x': the sequence has 1 residue; a chain needs at least 2.")]
    public async Task A_sequence_without_enough_residues_is_a_fault_of_its_target(string text, string message)
    {
        var batch = await _folder.ReadAsync("in.fasta", text);
        batch.Targets.Single().Name.ShouldBe("y");
        _folder.Bare(batch.Faults.Single().Message).ShouldBe(message);
    }

    [Theory]
    [InlineData("", "in.fasta is empty (0 bytes).")]
    [InlineData(" \n\n", "in.fasta holds nothing but blanks.")]
    [InlineData("; only a comment\n", "in.fasta holds no FASTA record; a record is a line '>name' and the sequence on the lines after it.")]
    [InlineData("MKVLAA\n", "in.fasta is neither FASTA (starts with '>'), nor JSON (starts with '{' or '['), nor CSV (first line names the columns id and sequence).")]
    [InlineData("; note\nMKV\n>a\nMKV", "in.fasta, line 2: a sequence stands before the first '>' line.")]
    public async Task A_file_that_is_no_fasta_is_refused(string text, string message) => (await _folder.RefusalAsync("in.fasta", text)).ShouldBe(message);

    [Fact]
    public async Task Two_targets_of_one_name_are_refused_with_both_places()
    {
        (await _folder.RefusalAsync("in.fasta", ">a\nMKV\n>b\nMKV\n>a\nMKL\n"))
            .ShouldBe("Two targets are called 'a': in.fasta, line 1 and in.fasta, line 5. Every target needs a name of its own.");
        (await _folder.RefusalAsync("in.fasta", ">a|1\nMKV\n>a/1\nMKV\n")).ShouldStartWith("Two targets are called 'a_1' ('a|1' and 'a/1' become the same file name): ");
    }

    [Fact]
    public async Task Names_become_safe_file_names_and_the_change_is_told()
    {
        var batch = await _folder.ReadAsync("in.fasta", ">sp|P00698|LYSC_CHICK Lysozyme\nMKV\n>../../etc/passwd\nMKV\n>\nMKV\n>1AKI_1|Chain A|LYSOZYME\nMKV\n");
        batch.Targets.Select(target => target.Name).ShouldBe(["sp_P00698_LYSC_CHICK", "_._.._etc_passwd", "in.fasta-line_5", "1AKI_1"]);
        batch.Notices.Length.ShouldBe(3);
        _folder.Bare(batch.Notices[0]).ShouldBe("in.fasta, line 1: the target 'sp|P00698|LYSC_CHICK' is called 'sp_P00698_LYSC_CHICK', which is safe as a file name.");
    }

    [Fact]
    public async Task Lower_case_and_a_final_stop_are_read_and_told()
    {
        var batch = await _folder.ReadAsync("in.fasta", ">x\nmkVL*\n");
        batch.Targets.Single().Entities.Single().Sequence.ShouldBe("MKVL");
        batch.Notices.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Nucleotides_without_u_are_folded_as_protein_with_a_notice() =>
        (await _folder.ReadAsync("in.fasta", ">x\nACGTACGTACGTACGT\n")).Notices.Single().ShouldContain("only the letters A, C, G and T");

    [Fact]
    public async Task Zipped_files_are_read()
    {
        var path = Path.Combine(_folder.Path, "in.fasta.gz");
        await using (var zip = new System.IO.Compression.GZipStream(File.Create(path), System.IO.Compression.CompressionMode.Compress)) zip.Write(">x\nMKV\n"u8);
        (await TargetReader.ReadAsync([path])).Targets.Single().Name.ShouldBe("x");
        (await TargetReader.ReadAsync([_folder.Path])).Targets.Single().Name.ShouldBe("x");
    }

    [Fact]
    public async Task Any_fasta_reads_as_it_was_meant()
    {
        var chain = Gen.Char[ProteinAlphabet.Letters].Array[2, 40].Select(letters => new string(letters));
        await Gen.Select(chain.Array[1, 4].Array[1, 5], Gen.Int[1, 50]).SampleAsync(async sample =>
        {
            var (targets, width) = sample;
            var text = string.Concat(targets.Select((chains, index) => $">t{index} note\n" + string.Join('\n', string.Join(':', chains).Chunk(width).Select(part => new string(part))) + "\n"));
            var batch = await _folder.ReadAsync($"{Guid.NewGuid():N}.fasta", text);
            return batch.Faults.IsEmpty && targets.Zip(batch.Targets).All(pair =>
                pair.First.Select((sequence, index) => (sequence, ChainIds.At(index))).ToHashSet().SetEquals(
                    pair.Second.Entities.SelectMany(entity => entity.ChainIds.Select(id => (entity.Sequence, id)))));
        }, iter: 100);
    }
}
