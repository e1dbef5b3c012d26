using CsCheck;
using Foldline.Structures.Cif;

namespace Foldline.Structures.Tests.Cif;

public class CifWriterTests
{
    private static readonly string[] Awkward =
    [
        "data_", "DATA_x", "loop_", "save_", "global_", "stop_", ".", "?", "", ";", "O5'", "a' b", "a\" b' c", "line\nline", "\n", "end\n", "N,N'-x",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char["ab1.?'\"#;_$[] \t-"].Array[0, 12].Select(letters => new string(letters)),
        Gen.String,
        Gen.Int[0, Awkward.Length - 1].Select(i => Awkward[i]))
        .Select(text => text.Replace("\r\n", "\n").Replace('\r', '\n'))
        .Where(text => !text.Contains("\n;"));

    private static readonly Gen<CifValue> Value = Gen.Frequency(
        (8, Text.Select(CifValue.Of)), (1, Gen.Const(CifValue.Unknown)), (1, Gen.Const(CifValue.Inapplicable)));

    private static readonly Gen<CifBlock> Block =
        from sizes in Gen.Select(Gen.Int[1, 5], Gen.Int[1, 6]).Array[0, 4]
        from cells in Value.Array[150]
        select Make(sizes, cells);

    [Fact]
    public void What_is_written_is_read_back() => Block.Sample(block => Describe(Read(Write(block))) == Describe(block), iter: 2000, seed: "0000KOIPe036");

    [Fact]
    public void A_second_writing_changes_nothing() => Block.Sample(block => Write(Read(Write(block))) == Write(block), iter: 500, seed: "0000KOIPe036");

    [Fact]
    public void Only_values_that_need_quotes_get_them()
    {
        CifWriter.Quote(CifValue.Of("HO5'")).ShouldBe("HO5'");
        CifWriter.Quote(CifValue.Of("two words")).ShouldBe("'two words'");
        CifWriter.Quote(CifValue.Of("a' b")).ShouldBe("\"a' b\"");
        CifWriter.Quote(CifValue.Of("?")).ShouldBe("'?'");
        CifWriter.Quote(CifValue.Unknown).ShouldBe("?");
        CifWriter.Quote(CifValue.Of("a' b\" c")).ShouldBe("\n;a' b\" c\n;\n");
        CifWriter.Quote(CifValue.Of(-1.5, 3)).ShouldBe("-1.500");
    }

    [Fact]
    public void A_line_that_begins_with_a_semicolon_has_no_form() =>
        Should.Throw<FormatException>(() => CifWriter.Quote(CifValue.Of("a\n;b")));

    [Fact]
    public void Long_rows_are_broken_below_the_limit_of_the_format()
    {
        var category = new CifCategory("a", "b", "c");
        for (int i = 0; i < 2; i++) category.Add(CifValue.Of(new string('x', 1500)), CifValue.Of(new string('y', 1500)));
        var block = new CifBlock("x");
        block.Add(category);
        Write(block).Split('\n').Max(line => line.Length).ShouldBeLessThanOrEqualTo(2048);
        Describe(Read(Write(block))).ShouldBe(Describe(block));
    }

    internal static string Write(CifBlock block)
    {
        var writer = new StringWriter();
        CifWriter.Write(writer, block);
        return writer.ToString();
    }

    private static CifBlock Read(string text) => CifReader.Read(new StringReader(text), "written").Single();

    private static CifBlock Make((int Columns, int Rows)[] sizes, CifValue[] cells)
    {
        var block = new CifBlock("test");
        int next = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            var category = block.Add(new CifCategory("c" + i, Enumerable.Range(0, sizes[i].Columns).Select(column => "item" + column)));
            for (int row = 0; row < sizes[i].Rows; row++)
            {
                category.Add(cells.AsSpan(next, sizes[i].Columns));
                next += sizes[i].Columns;
            }
        }
        return block;
    }

    internal static string Describe(CifBlock block) => block.Name + "\n" + string.Join("\n", block.Categories.Select(category =>
        $"{category.Name}({string.Join(",", category.Columns)}) " + string.Join("|", Enumerable.Range(0, category.Rows * category.Columns.Count)
            .Select(cell => category[cell / category.Columns.Count, cell % category.Columns.Count]).Select(value => $"{value.Kind}:{value.Text}"))));
}
