using CsCheck;

namespace Foldline.Alignments.Tests;

public sealed class HitTableTests
{
    private static string Golden => File.ReadAllText(Path.Combine(Repository.Golden, "Alignments", "7r6r.tbl"));

    private static HitTable Read(string text) => HitTable.Read(new StringReader(text));

    [Fact]
    public void A_real_table_is_read_line_by_line()
    {
        var table = Read(Golden);
        table.Hits.Length.ShouldBe(40);
        table.IsComplete.ShouldBeTrue();
        table.Hits[0].Target.ShouldBe("UniRef100_A0A0M5M6Q1_2562661");
        table.Hits[0].Query.ShouldBe("query");
        table.Hits[0].EValue.ShouldBeLessThan(1e-80);
        table.Hits[0].Description.ShouldBe("");
        table.Hits.Zip(table.Hits.Skip(1)).ShouldAllBe(pair => pair.First.Score >= pair.Second.Score);
    }

    [Fact]
    public void Descriptions_keep_their_blanks() =>
        Read("sp|P1|A_B - q - 1e-3 10.5 0.1 2e-3 9.5 0.1 1.0 1 0 0 1 1 1 1 Protein of  two words\n").Hits.Single()
            .ShouldBe(new TableHit("sp|P1|A_B", "q", 1e-3, 10.5, 0.1, 2e-3, 9.5, 1, "Protein of  two words"));

    [Fact]
    public void A_short_line_is_refused_with_its_number() =>
        Should.Throw<AlignmentFormatException>(() => Read("# header\nabc - q - 1e-3\n")).Message.ShouldStartWith("Hit table, line 2: 5 columns");

    [Fact]
    public void A_column_that_is_no_number_is_refused_with_its_place() =>
        Should.Throw<AlignmentFormatException>(() => Read("a - q - x 10 0 1 9 0 1 1 0 0 1 1 1 1 -\n")).Message.ShouldBe("Hit table, line 1: column 5 is 'x', not a number.");

    [Fact]
    public void Cut_or_changed_tables_give_hits_or_a_format_fault_and_nothing_else()
    {
        var text = string.Join('\n', Golden.Split('\n')[..8]);
        Mutation.Of(text).Sample(mutated =>
        {
            try
            {
                return Read(mutated).Hits.Length <= mutated.Split('\n', '\r').Length;
            }
            catch (AlignmentFormatException fault)
            {
                return fault.Line >= 1;
            }
        });
    }
}
