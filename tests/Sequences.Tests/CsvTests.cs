namespace Foldline.Sequences.Tests;

public sealed class CsvTests : IDisposable
{
    private readonly InputFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_are_found_by_name_and_quotes_are_understood()
    {
        var batch = await _folder.ReadAsync("in.csv", "note,Sequence,ID\r\n\"a, \"\"b\"\"\nc\",MKV:GSH,one\r\n\r\n,\"MKL\",two\r\n");
        batch.Targets.Select(target => target.Name).ShouldBe(["one", "two"]);
        batch.Targets[0].Entities.Length.ShouldBe(2);
        _folder.Bare(batch.Targets[1].Origin).ShouldBe("in.csv, line 5");
    }

    [Fact]
    public async Task A_bad_line_leaves_the_others()
    {
        var batch = await _folder.ReadAsync("in.csv", "id,sequence\na,MKV\nb,MK?\nc\n");
        batch.Targets.Single().Name.ShouldBe("a");
        batch.Faults.Select(fault => _folder.Bare(fault.Message)).ShouldBe([
            "in.csv, line 3: target 'b': '?' at position 3 is not an amino acid; use the letters ACDEFGHIKLMNPQRSTVWYX.",
            "in.csv, line 4: target 'c': the line has 1 columns where the header has 2."]);
    }

    [Theory]
    [InlineData("id,fasta\na,x.fa\n", "in.csv, line 1: the columns are 'id', 'fasta'; 'id' and 'sequence' are needed.")]
    [InlineData("id,sequence\n", "in.csv has a header line and no targets.")]
    [InlineData("id,sequence\na,\"MKV\n", "in.csv, line 2: a quoted cell is not closed.")]
    public async Task A_table_without_what_is_needed_is_refused(string text, string message) => (await _folder.RefusalAsync("in.csv", text)).ShouldBe(message);
}
