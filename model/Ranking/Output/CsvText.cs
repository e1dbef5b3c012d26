using System.Globalization;

namespace Foldline.Ranking.Output;

/// <summary>CSV as RFC 4180 has it: quotes where a cell needs them, the same decimals on every system.</summary>
public static class CsvText
{
    /// <summary>One line, its end included.</summary>
    public static string Row(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\n";

    /// <summary>A number with a fixed count of decimals; nothing for what is not finite.</summary>
    public static string Number(double value, int decimals = 4) => double.IsFinite(value) ? value.ToString("F" + decimals, CultureInfo.InvariantCulture) : "";

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
