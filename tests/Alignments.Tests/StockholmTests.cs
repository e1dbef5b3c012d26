using System.Text;
using CsCheck;

namespace Foldline.Alignments.Tests;

public sealed class StockholmTests
{
    private const string Small = """
        # STOCKHOLM 1.0
        #=GF ID query-i1

        #=GS hit_1/3-9   DE [subseq from] a protein  of note
        #=GS hit_1/3-9   AC 12
        #=GS hit_2/1-5   DE

        query            MK--VL
        hit_1/3-9        MKAeV-
        #=GR hit_1/3-9   PP 999999
        hit_2/1-5        --.G-L
        #=GC RF          xx..xx

        query            A-
        hit_1/3-9        -a
        hit_2/1-5        S.
        //
        """;

    private static (Alignment Alignment, StockholmSummary Summary) Convert(string text, int maxRows = 1000) =>
        StockholmConverter.Read(() => new MemoryStream(Encoding.UTF8.GetBytes(text)), maxRows);

    [Fact]
    public void Columns_without_a_query_letter_become_insertions()
    {
        var (alignment, summary) = Convert(Small);
        alignment.Rows.ShouldBe([new("query", "MKVLA"), new("hit_1/3-9 [subseq from] a protein  of note", "MKaeV--a"), new("hit_2/1-5", "--g-LS")]);
        summary.ShouldBe(new StockholmSummary(Rows: 3, Columns: 5, RowsInFile: 3, RepeatedNames: 0));
    }

    [Fact]
    public void The_cap_counts_the_query_and_keeps_the_first_rows()
    {
        var (alignment, summary) = Convert(Small, 2);
        alignment.Rows.Select(row => row.Name).ShouldBe(["query", "hit_1/3-9"]);
        alignment.ShouldBe(new Alignment([.. Convert(Small).Alignment.Rows.Take(2)]));
        summary.ShouldBe(new StockholmSummary(2, 5, 3, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(452)]
    [InlineData(100_000)]
    public async Task A_real_search_converts_as_alphafold3_does(int cap)
    {
        var folder = Path.Combine(Repository.Golden, "Alignments");
        var expected = await A3mReader.ReadFileAsync(Path.Combine(folder, "7r6r.a3m.gz"));
        var (alignment, summary) = StockholmConverter.ReadFile(Path.Combine(folder, "7r6r.sto.gz"), cap);
        alignment.ShouldBe(new Alignment([.. expected.Rows.Take(cap)]));
        summary.RowsInFile.ShouldBe(452);
        summary.Columns.ShouldBe(203);
    }

    [Fact]
    public void An_empty_file_has_no_rows() => Convert("").Alignment.ShouldBe(Alignment.Empty);

    [Fact]
    public void An_alignment_that_stops_early_is_refused()
    {
        var text = Small[..Small.IndexOf("//", StringComparison.Ordinal)];
        Should.Throw<AlignmentFormatException>(() => Convert(text)).Message.ShouldContain("ends without '//'");
    }

    [Fact]
    public void A_row_of_another_length_is_refused_by_name() =>
        Should.Throw<AlignmentFormatException>(() => Convert(Small.Replace("MKAeV-", "MKAeV"))).Message.ShouldBe("Stockholm, line 9: 'hit_1/3-9' has 5 columns in a block of 6.");

    [Fact]
    public void A_block_that_lacks_a_row_is_refused_by_name() =>
        Should.Throw<AlignmentFormatException>(() => Convert(Small.Replace("hit_1/3-9        -a\n", ""))).Message.ShouldContain("lacks 'hit_1/3-9'");

    [Fact]
    public void A_name_that_occurs_twice_is_kept_once_and_counted()
    {
        var (alignment, summary) = Convert(Small.Replace("hit_2/1-5", "hit_1/3-9"));
        alignment.Depth.ShouldBe(2);
        summary.RepeatedNames.ShouldBe(2);
    }

    [Fact]
    public void Other_formats_are_refused() => Should.Throw<AlignmentFormatException>(() => Convert(">query\nMKV\n")).Message.ShouldContain("# STOCKHOLM");

    [Fact]
    public void Reading_can_be_cancelled() =>
        Should.Throw<OperationCanceledException>(() =>
            StockholmConverter.Read(() => new MemoryStream(Encoding.UTF8.GetBytes("# STOCKHOLM 1.0\n" + string.Concat(Enumerable.Repeat("#=GF CC x\n", 10_000)) + "//\n")), 10, new CancellationToken(true)));

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        var query = new string('M', 700_000);
        Convert($"# STOCKHOLM 1.0\n\nquery {query}\nhit {query}\n//\n").Summary.ShouldBe(new StockholmSummary(2, 700_000, 2, 0));
    }

    [Fact]
    public void Any_alignment_survives_the_way_through_stockholm()
    {
        // Rows over the query's columns plus insert columns; whatever a block width, the A3M is that of the columns.
        var row = Gen.Char["ACDEFGHIKLMNPQRSTVWY-"].Array[12];
        Gen.Select(Gen.Bool.Array[12], row, row.Array[0, 5], Gen.Int[1, 12], Gen.Int[1, 7]).Sample((inserts, query, hits, width, cap) =>
        {
            char[] queryColumns = [.. query.Select((letter, column) => inserts[column] ? '-' : letter == '-' ? 'A' : letter)];
            var rows = hits.Select((letters, index) => (Name: $"hit{index}", Letters: letters)).Prepend((Name: "query", Letters: queryColumns)).ToList();
            var text = new StringBuilder("# STOCKHOLM 1.0\n");
            for (var start = 0; start < 12; start += width)
            {
                text.Append('\n');
                foreach (var (name, letters) in rows) text.Append(name).Append("  ").Append(letters.AsSpan(start, Math.Min(width, 12 - start))).Append('\n');
            }
            var expected = rows.Take(cap).Select(each => new AlignmentRow(each.Name, string.Concat(each.Letters.Select((letter, column) =>
                queryColumns[column] != '-' ? letter.ToString() : letter == '-' ? "" : char.ToLowerInvariant(letter).ToString()))));
            Convert(text.Append("//\n").ToString(), cap).Alignment.Rows.ShouldBe(expected);
        });
    }

    [Fact]
    public void Cut_or_changed_text_gives_whole_rows_or_a_format_fault_and_nothing_else() =>
        Mutation.Of(Small).Sample(mutated =>
        {
            try
            {
                var (alignment, summary) = Convert(mutated);
                return alignment.Depth == summary.Rows && alignment.Rows.All(row => row.Columns == summary.Columns);
            }
            catch (AlignmentFormatException fault)
            {
                return fault.Line >= 0;
            }
        });
}
