using System.IO.Compression;
using System.Text;
using Foldline.Sequences;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Tests.Cif;

public class CifReaderTests
{
    [Fact]
    public void Pairs_make_a_table_of_one_row()
    {
        var block = Read("data_x\n_cell.length_a 1.50(2) # half known\n_cell.name 'a b'\n");
        var cell = block.Require("cell");
        cell.Rows.ShouldBe(1);
        cell.Number(0, cell.RequireColumn("length_a")).ShouldBe(1.5f);
        cell[0, "name"].Text.ShouldBe("a b");
        cell[0, "absent"].Kind.ShouldBe(CifValueKind.Unknown);
    }

    [Fact]
    public void Loops_quotes_text_fields_and_comments_follow_the_grammar()
    {
        var block = Read("""
            #\#CIF_1.1
            data_quotes
            LOOP_
            _q.id _q.text
            1 'it''s a dog''s life'   # both quotes inside
            2 "O5'"
            3 a#b
            4 .
            5 '.'
            6 ?
            7
            ;first
             second; third
            ;
            8 ''
            """);
        var table = block.Require("q");
        table.Rows.ShouldBe(8);
        table[0, 1].Text.ShouldBe("it''s a dog''s life");
        table[1, 1].Text.ShouldBe("O5'");
        table[2, 1].Text.ShouldBe("a#b");
        table[3, 1].ShouldBe(CifValue.Inapplicable);
        table[4, 1].ShouldBe(CifValue.Of("."));
        table[5, 1].ShouldBe(CifValue.Unknown);
        table[6, 1].Text.ShouldBe("first\n second; third");
        table[7, 1].ShouldBe(CifValue.Of(""));
    }

    [Fact]
    public void Names_are_compared_without_case_and_blocks_are_kept_by_name()
    {
        var text = "data_A\n_X.Y 1\ndata_B\n_x.y 2\n";
        var blocks = CifReader.Read(new StringReader(text), "test", name => name == "B").ToList();
        blocks.ShouldHaveSingleItem().Find("X")![0, "Y"].Text.ShouldBe("2");
    }

    [Fact]
    public void Save_frames_belong_to_their_block()
    {
        var block = Read("data_dic\nsave_item\n_a.b 1\nsave_\n_c.d 2\n");
        block.Frames.ShouldHaveSingleItem().Find("a")![0, 0].Text.ShouldBe("1");
        block.Text("c", "d").ShouldBe("2");
    }

    [Theory]
    [InlineData("", "no data block")]
    [InlineData("hello", "line 1: expected data_NAME, found the value \"hello\"")]
    [InlineData("data_x\n_a.b 'open\n", "line 2: the value that begins with ' has no closing '")]
    [InlineData("data_x\n_a.b\n;text\n", "line 3: the text field that begins here is never closed")]
    [InlineData("data_x\n_a.b", "line 2: _a.b has no value; found the end of the file")]
    [InlineData("data_x\nloop_\n_a.b\n_a.c\n1 2 3\n", "the loop of _a that begins on line 2 has 2 items and 3 values")]
    [InlineData("data_x\nloop_\n_a.b\n_c.d\n1 2\n", "line 4: the loop mixes the categories _a and _c")]
    [InlineData("data_x\n_a.b 1\n_A.B 2\n", "line 3: _A.B is given a second time")]
    [InlineData("data_x\n_a.b 1 2\n", "line 2: the value \"2\" belongs to no item")]
    [InlineData("data_x\nloop_\n1\n", "line 3: loop_ is followed by no item name")]
    [InlineData("data_x\nsave_f\n_a.b 1\n", "found the end of the file inside the save frame f")]
    [InlineData("data_x\nstop_\n", "line 2: \"stop_\" belongs to STAR")]
    public void A_fault_names_its_line(string text, string expected) =>
        Should.Throw<InputException>(() => Read(text)).Message.ShouldContain(expected);

    [Fact]
    public void Gzip_is_told_by_content()
    {
        var packed = Gzip("data_x\n_a.b 1\n");
        CifReader.Read(new MemoryStream(packed), "x.cif").Single().Text("a", "b").ShouldBe("1");
    }

    [Fact]
    public void A_gzip_file_cut_short_is_an_input_fault()
    {
        var packed = Gzip("data_x\nloop_\n_a.b\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i * 7919 % 10007}\n")));
        foreach (int length in new[] { 3, 30, packed.Length / 2, packed.Length - 9, packed.Length - 1 })
            Should.Throw<InputException>(() => CifReader.Read(new MemoryStream(packed[..length]), "x.cif").Count(), $"{length} of {packed.Length} bytes")
                .Message.ShouldContain("x.cif");
    }

    [Fact]
    public void A_missing_file_is_an_input_fault() =>
        Should.Throw<InputException>(() => CifReader.ReadFirst("no/such/file.cif")).Message.ShouldContain("no/such/file.cif");

    private static CifBlock Read(string text) =>
        CifReader.Read(new StringReader(text), "test").ToList() is [var first, ..] ? first : throw new InputException("no data block");

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
