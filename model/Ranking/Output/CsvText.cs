using System.Globalization;

namespace Foldline.Ranking.Output;

/// <summary>CSV as RFC 4180 has it: quotes where a cell needs them, the same decimals on every system.</summary>
internal static class CsvText
{
    public static string Row(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\n";

    public static string Number(double value, int decimals = 4) => double.IsFinite(value) ? value.ToString("F" + decimals, CultureInfo.InvariantCulture) : "";

    private static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
