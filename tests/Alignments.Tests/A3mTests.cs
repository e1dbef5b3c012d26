using CsCheck;

namespace Foldline.Alignments.Tests;

public sealed class A3mTests
{
    private static readonly Gen<string> Letters = Gen.Char["ACDEFGHIKLMNPQRSTVWYXBZ-acdefghiklmnpqrstvwy.*"].Array[0, 60].Select(letters => new string(letters));

    private static readonly string[] LineEnds = ["\n", "\r\n", "\n\n", "\n  \n# note\n"];

    private static readonly Gen<string> Description =
        Gen.Char["ABCxyz019|_/. =[]>#"].Array[0, 30].Select(letters => new string(letters).Trim());

    private static readonly Gen<Alignment> Any =
        Gen.Select(Description, Letters, (description, letters) => new AlignmentRow(description, letters)).Array[0, 12].Select(rows => new Alignment([.. rows]));

    [Fact]
    public void What_is_written_is_read_back_the_same() => Any.Sample(alignment => A3mReader.Parse(A3mWriter.ToText(alignment)) == alignment);

    [Fact]
    public void Line_ends_blank_lines_and_wrapping_do_not_matter() =>
        Gen.Select(Any, Gen.Int[0, 3].Select(index => LineEnds[index]), Gen.Int[1, 70]).Sample((alignment, end, width) =>
        {
            var text = string.Concat(alignment.Rows.Select(row => ">" + row.Description + end + string.Concat(row.Letters.Chunk(width).Select(part => new string(part) + end))));
            return A3mReader.Parse(text) == alignment;
        });

    [Fact]
    public void Text_before_the_first_record_and_comment_lines_are_skipped()
    {
        var alignment = A3mReader.Parse("MKV\n#A3M#\n\n> first one \nMK\n  V \n# comment\nA-\n>second\n>third\nmkv--A\n");
        alignment.Rows.ShouldBe([new(" first one", "MKVA-"), new("second", ""), new("third", "mkv--A")]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("# nothing\nMKV\n")]
    public void A_text_without_records_is_an_empty_alignment(string text) => A3mReader.Parse(text).ShouldBe(Alignment.Empty);

    [Fact]
    public void A_letter_outside_ascii_is_refused_with_its_line_and_row() =>
        Should.Throw<AlignmentFormatException>(() => A3mReader.Parse(">query\nMKV\n>hit é\nMÉV\n")).Message.ShouldBe("A3M, line 4: 'É' in the row 'hit é' is not an ASCII letter.");

    [Fact]
    public void Columns_are_capital_letters_and_gaps() => new AlignmentRow("", "MKv.-*BXJ1").Columns.ShouldBe(6);

    [Fact]
    public void A_row_without_insertions_keeps_dots_and_stars() => new AlignmentRow("", "aM.k*K-z").WithoutInsertions().ShouldBe("M.*K-");

    [Fact]
    public void Cut_or_changed_text_gives_an_alignment_or_a_format_fault_and_nothing_else()
    {
        var text = A3mWriter.ToText(new Alignment([new("query", "MKVLAA"), new("hit/1-6 from", "MkkKV-AA"), new("x", "------")]));
        Mutation.Of(text).Sample(mutated =>
        {
            try
            {
                var alignment = A3mReader.Parse(mutated);
                return alignment.Depth <= mutated.Count(letter => letter == '>') && A3mReader.Parse(A3mWriter.ToText(alignment)).Depth >= alignment.Depth;
            }
            catch (AlignmentFormatException fault)
            {
                return fault.Line >= 1;
            }
        });
    }

    [Fact]
    public async Task Files_are_read_plain_and_zipped()
    {
        var zipped = await A3mReader.ReadFileAsync(Path.Combine(Repository.Golden, "Alignments", "7r6r.a3m.gz"), TestContext.Current.CancellationToken);
        zipped.Depth.ShouldBe(452);
        zipped.Columns.ShouldBe(203);

        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid():N}.a3m");
        try
        {
            await A3mWriter.WriteFileAsync(path, zipped, TestContext.Current.CancellationToken);
            (await A3mReader.ReadFileAsync(path, TestContext.Current.CancellationToken)).ShouldBe(zipped);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Published_alignments_are_read_whole()
    {
        var folder = Repository.RequireSharedData("msa");
        foreach (var path in Directory.EnumerateFiles(folder, "*.a3m.gz", SearchOption.AllDirectories))
        {
            using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress));
            var text = reader.ReadToEnd();
            var alignment = A3mReader.Parse(text);
            A3mWriter.ToText(alignment).ShouldBe(text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
            alignment.Rows.ShouldAllBe(row => row.Columns == alignment.Columns);
        }
    }
}
