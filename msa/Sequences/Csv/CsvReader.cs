using System.Text;

namespace Foldline.Sequences;

/// <summary>CSV with a header line: a column <c>id</c> (or <c>name</c>) and a column <c>sequence</c>, a colon between the chains of a complex; quotes as in RFC 4180.</summary>
internal static class CsvReader
{
    private static readonly string[] NameColumns = ["id", "name", "target"];

    /// <summary>Whether a text begins like a table: its first line has two or more columns, or is the one word 'sequence'.</summary>
    public static bool LooksLikeCsv(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        return first.Contains(',') && !first.Contains('\0');
    }

    public static IReadOnlyList<InputJob> Jobs(string path, string text)
    {
        var records = Records(path, text).ToList();
        var header = records[0].Cells.Select(cell => cell.Trim().ToLowerInvariant()).ToList();
        var name = header.FindIndex(cell => NameColumns.Contains(cell));
        var sequence = header.IndexOf("sequence");
        if (name < 0 || sequence < 0)
            throw new InputException($"{path}, line 1: the columns are {string.Join(", ", header.Select(cell => $"'{cell}'"))}; 'id' and 'sequence' are needed.");
        if (records.Count == 1) throw new InputException($"{path} has a header line and no targets.");
        return [.. records.Skip(1).Select(record => Job(path, record, name, sequence, header.Count))];
    }

    private static InputJob Job(string path, Record record, int name, int sequence, int columns)
    {
        var origin = $"{path}, line {record.Line}";
        var id = name < record.Cells.Count ? record.Cells[name].Trim() : "";
        return new InputJob(id, origin, (safe, notices, _) => Task.FromResult(record.Cells.Count == columns
            ? FastaReader.Build(safe, origin, record.Cells[sequence], notices)
            : throw new InputException($"the line has {record.Cells.Count} columns where the header has {columns}.")));
    }

    private static IEnumerable<Record> Records(string path, string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, start, quoted) = (1, 1, false);
        for (var index = 0; index <= text.Length; index++)
        {
            var letter = index < text.Length ? text[index] : '\n';
            if (quoted && index < text.Length)
            {
                if (letter == '"' && index + 1 < text.Length && text[index + 1] == '"') cell.Append(text[++index]);
                else if (letter == '"') quoted = false;
                else cell.Append(letter);
            }
            else if (quoted) throw new InputException($"{path}, line {start}: a quoted cell is not closed.");
            else if (letter == '"') quoted = true;
            else if (letter == ',') Next();
            else if (letter == '\n')
            {
                Next();
                if (cells.Any(each => each.Trim().Length > 0)) yield return new Record(start, cells);
                cells = [];
                start = line + 1;
            }
            else if (letter != '\r') cell.Append(letter);
            if (letter == '\n') line++;
        }

        void Next()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }

    private sealed record Record(int Line, IReadOnlyList<string> Cells);
}
