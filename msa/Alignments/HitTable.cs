using System.Collections.Immutable;
using System.Globalization;

namespace Foldline.Alignments;

/// <summary>HMMER's <c>--tblout</c>: 18 columns between blanks, then a description; comments start with <c>#</c>.</summary>
/// <param name="Hits">The hits in file order, best first.</param>
/// <param name="IsComplete">Whether HMMER wrote its closing <c># [ok]</c>: without it the table may have been cut.</param>
public sealed record HitTable(ImmutableArray<TableHit> Hits, bool IsComplete)
{
    private const int Columns = 18;

    /// <summary>Reads a table to its end.</summary>
    /// <exception cref="AlignmentFormatException">A line has too few columns or a column that is no number.</exception>
    public static HitTable Read(TextReader reader)
    {
        var hits = ImmutableArray.CreateBuilder<TableHit>();
        var complete = false;
        long number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.StartsWith('#')) complete |= line.StartsWith("# [ok]", StringComparison.Ordinal);
            else if (!string.IsNullOrWhiteSpace(line)) hits.Add(Parse(line, number));
        }
        return new HitTable(hits.ToImmutable(), complete);
    }

    private static TableHit Parse(string line, long number)
    {
        var cells = line.Split((char[]?)null, Columns + 1, StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length < Columns)
            throw new AlignmentFormatException("Hit table", number, $"{cells.Length} columns where HMMER writes at least {Columns}; the table may have been cut.");
        return new TableHit(cells[0], cells[2], Number(4), Number(5), Number(6), Number(7), Number(8), Count(15), cells.Length > Columns ? Text(cells[Columns]) : "");

        double Number(int column) => double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new AlignmentFormatException("Hit table", number, $"column {column + 1} is '{cells[column]}', not a number.");

        int Count(int column) => int.TryParse(cells[column], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new AlignmentFormatException("Hit table", number, $"column {column + 1} is '{cells[column]}', not a count.");

        static string Text(string cell) => cell.Trim() is "-" ? "" : cell.Trim();
    }
}
