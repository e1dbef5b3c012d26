using System.Text;

namespace Foldline.Structures.Cif;

/// <summary>
/// Writes CIF 1.1: categories of one row as pairs, others as loops with aligned columns, quotes only where the grammar asks for them. What
/// <see cref="CifReader"/> reads back equals what was written.
/// </summary>
public static class CifWriter
{
    private const int LongestLine = 2048;

    /// <summary>Writes blocks one after the other. Categories without rows are left out: CIF has no form for them.</summary>
    /// <exception cref="FormatException">A value cannot be written in CIF 1.1: it holds a line that begins with a semicolon.</exception>
    public static void Write(TextWriter writer, params IEnumerable<CifBlock> blocks)
    {
        foreach (var block in blocks)
        {
            WriteLine(writer, "data_" + block.Name);
            WriteContent(writer, block);
            foreach (var frame in block.Frames)
            {
                WriteLine(writer, "save_" + frame.Name);
                WriteContent(writer, frame);
                WriteLine(writer, "save_");
            }
        }
    }

    /// <summary>A value as it stands in a file: bare, quoted or as a text field (which begins with a line break and ends with one).</summary>
    /// <exception cref="FormatException">It holds a line that begins with a semicolon.</exception>
    public static string Quote(CifValue value)
    {
        if (!value.HasText) return value.Text;
        var text = value.Text.Contains('\r') ? value.Text.Replace("\r\n", "\n").Replace('\r', '\n') : value.Text;
        if (text.Contains('\n'))
            return !text.Contains("\n;") ? $"\n;{text}\n;\n"
                : throw new FormatException("CIF 1.1 has no form for a text with a line that begins with a semicolon.");
        if (CanStandBare(text)) return text;
        if (!EndsEarly(text, '\'')) return $"'{text}'";
        return EndsEarly(text, '"') ? $"\n;{text}\n;\n" : $"\"{text}\"";
    }

    private static void WriteContent(TextWriter writer, CifBlock block)
    {
        WriteLine(writer, "#");
        foreach (var category in block.Categories.Where(category => category.Rows > 0))
        {
            if (category.Rows == 1) WritePairs(writer, category);
            else WriteLoop(writer, category);
            WriteLine(writer, "#");
        }
    }

    private static void WritePairs(TextWriter writer, CifCategory category)
    {
        int width = category.Columns.Max(column => Tag(category, column).Length) + 2;
        for (int column = 0; column < category.Columns.Count; column++)
        {
            var tag = Tag(category, category.Columns[column]);
            var value = Quote(category[0, column]);
            bool fits = width + value.Length < LongestLine;
            writer.Write(value[0] == '\n' ? tag : fits ? tag.PadRight(width) : tag + "\n");
            writer.Write(value);
            if (value[^1] != '\n') writer.Write('\n');
        }
    }

    private static void WriteLoop(TextWriter writer, CifCategory category)
    {
        WriteLine(writer, "loop_");
        foreach (var column in category.Columns) WriteLine(writer, Tag(category, column));
        var widths = new int[category.Columns.Count];
        for (int row = 0; row < category.Rows; row++)
            for (int column = 0; column < widths.Length; column++)
                if (Quote(category[row, column]) is var value && value[0] != '\n') widths[column] = Math.Max(widths[column], Math.Min(value.Length, 60));
        var line = new StringBuilder();
        for (int row = 0; row < category.Rows; row++)
        {
            for (int column = 0; column < widths.Length; column++) AppendCell(writer, line, Quote(category[row, column]), widths[column]);
            FlushLine(writer, line);
        }
    }

    private static void AppendCell(TextWriter writer, StringBuilder line, string value, int width)
    {
        if (value[0] == '\n')
        {
            FlushLine(writer, line);
            writer.Write(value.AsSpan(1));
            return;
        }
        if (line.Length > 0 && line.Length + value.Length + 1 > LongestLine) FlushLine(writer, line);
        line.Append(value).Append(' ', Math.Max(0, width - value.Length) + 1);
    }

    private static void FlushLine(TextWriter writer, StringBuilder line)
    {
        int length = line.Length;
        while (length > 0 && line[length - 1] == ' ') length--;
        if (length > 0) WriteLine(writer, line.ToString(0, length));
        line.Clear();
    }

    private static string Tag(CifCategory category, string column) => category.Name.Length == 0 ? "_" + column : $"_{category.Name}.{column}";

    private static bool CanStandBare(string text)
    {
        if (text.Length == 0 || text is "." or "?" || text[0] is '_' or '#' or '$' or '\'' or '"' or ';' or '[' or ']') return false;
        foreach (char c in text)
            if (c is ' ' or '\t') return false;
        return !text.StartsWith("data_", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("save_", StringComparison.OrdinalIgnoreCase)
            && !text.Equals("loop_", StringComparison.OrdinalIgnoreCase) && !text.Equals("stop_", StringComparison.OrdinalIgnoreCase)
            && !text.Equals("global_", StringComparison.OrdinalIgnoreCase);
    }

    // A quote followed by a blank would end the value before its end.
    private static bool EndsEarly(string text, char quote)
    {
        for (int i = 0; i + 1 < text.Length; i++)
            if (text[i] == quote && text[i + 1] is ' ' or '\t') return true;
        return false;
    }

    // Files are the same on every system.
    private static void WriteLine(TextWriter writer, string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }
}
