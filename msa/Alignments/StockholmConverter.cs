using System.Text;

namespace Foldline.Alignments;

/// <summary>
/// Stockholm as HMMER writes it → A3M over the query's columns. Two streaming passes: the first keeps the letters of the first <c>maxRows</c> rows and nothing of
/// the others, the second looks up the descriptions (<c>#=GS … DE</c>) of the rows kept; a file of any size needs the memory of its result. Columns where the
/// query (first row) has a gap become lower-case insertions. As AlphaFold 3 (data/parsers.py), but a row always fills every column.
/// </summary>
public static class StockholmConverter
{
    private const string Format = "Stockholm";

    /// <summary>Converts a file, plain or gzip, and returns the alignment with a summary.</summary>
    /// <param name="path">The Stockholm file.</param>
    /// <param name="maxRows">Rows to keep, the query included; at least 1.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    /// <exception cref="AlignmentFormatException">The file is no Stockholm alignment, or was cut before its end.</exception>
    public static (Alignment Alignment, StockholmSummary Summary) ReadFile(string path, int maxRows, CancellationToken cancellationToken = default) =>
        Read(() => AlignmentFile.OpenRead(path), maxRows, cancellationToken);

    /// <summary>Converts a stream that can be opened twice.</summary>
    /// <exception cref="AlignmentFormatException">The text is no Stockholm alignment, or was cut before its end.</exception>
    public static (Alignment Alignment, StockholmSummary Summary) Read(Func<Stream> open, int maxRows, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        using var body = open();
        var block = new StockholmRows(maxRows);
        ReadRows(new LineScanner(body), block, cancellationToken);
        if (block.Rows.Count == 0) return (Alignment.Empty, new StockholmSummary(0, 0, 0, 0));

        using var head = open();
        var descriptions = ReadDescriptions(new LineScanner(head), block, cancellationToken);
        var rows = block.Rows.Select(row => new AlignmentRow(
            descriptions.TryGetValue(row.Name, out var description) ? $"{row.Name} {description}" : row.Name, Encoding.ASCII.GetString(row.Letters.WrittenSpan)));
        return (new Alignment([.. rows]), new StockholmSummary(block.Rows.Count, block.Columns, block.RowsInFile, block.RepeatedNames));
    }

    private static void ReadRows(LineScanner lines, StockholmRows block, CancellationToken cancellationToken)
    {
        var started = false;
        while (lines.TryRead(out var line))
        {
            if ((lines.Number & 0xfff) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!started)
            {
                if (line.IsEmpty) continue;
                if (!line.StartsWith("# STOCKHOLM"u8))
                    throw new AlignmentFormatException(Format, lines.Number, "the file does not begin with '# STOCKHOLM 1.0'.");
                started = true;
            }
            else if (line.IsEmpty) block.EndBlock(lines.Number);
            else if (line.SequenceEqual("//"u8))
            {
                block.EndBlock(lines.Number);
                return;
            }
            else if (line[0] != '#') Add(line, block, lines.Number);
        }
        if (started) throw new AlignmentFormatException(Format, lines.Number, "the file ends without '//': it was cut.");
    }

    private static void Add(ReadOnlySpan<byte> line, StockholmRows block, long number)
    {
        var blank = line.IndexOfAny(" \t"u8);
        if (blank < 0) throw new AlignmentFormatException(Format, number, "a row needs a name, blanks and letters.");
        block.Add(line[..blank], line[blank..].TrimStart(" \t"u8), number);
    }

    private static Dictionary<string, string> ReadDescriptions(LineScanner lines, StockholmRows block, CancellationToken cancellationToken)
    {
        var wanted = block.Rows.Skip(1).Select(row => row.Name).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (wanted.Count > 0 && lines.TryRead(out var line) && !line.SequenceEqual("//"u8))
        {
            if ((lines.Number & 0xfff) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!line.StartsWith("#=GS"u8)) continue;
            var cells = Encoding.UTF8.GetString(line).Split((char[]?)null, 4, StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length == 4 && cells[2] == "DE" && wanted.Remove(cells[1])) found[cells[1]] = cells[3];
        }
        return found;
    }
}
