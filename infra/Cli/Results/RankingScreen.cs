using System.Globalization;
using Foldline.Cli.Terminal;
using Foldline.Ranking.Output;
using Spectre.Console;

namespace Foldline.Cli.Results;

/// <summary>The ranking as a table on the screen.</summary>
public static class RankingScreen
{
    /// <summary>Rows shown; all stand in <c>ranking.csv</c>.</summary>
    public const int MostRows = 40;

    /// <summary>Prints the table, the failures and where the files are.</summary>
    public static void Print(Screen screen, RunTables tables, string folder, string warning)
    {
        if (tables.Rows.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple);
            foreach (var (name, right) in new[] { ("rank", true), ("target", false), ("chains", false), ("tokens", true), ("score", true), ("pTM", true), ("ipTM", true), ("pLDDT", true), ("best", false) })
                table.AddColumn(new TableColumn(name) { Alignment = right ? Justify.Right : Justify.Left, NoWrap = true });
            foreach (var (row, index) in tables.Rows.Take(MostRows).Select((row, index) => (row, index)))
                table.AddRow(new Text($"{index + 1}"), new Text(row.Target), new Text(string.Join(' ', row.ChainIds)), new Text($"{row.Tokens}"),
                    new Text(Number(row.Scores.RankingScore, 3)), new Text(Number(row.Scores.Ptm, 3)), new Text(row.Scores.Chains > 1 ? Number(row.Scores.Iptm, 3) : ""),
                    new Text(Number(row.Scores.Plddt, 1)), new Text($"seed {row.Seed}, sample {row.Sample} of {row.Samples}"));
            screen.Output.Write(table);
            if (tables.Rows.Count > MostRows) screen.Line($"… and {tables.Rows.Count - MostRows} more in ranking.csv");
        }
        if (warning.Length > 0) screen.Line(warning);
        foreach (var failure in tables.Failures.Take(MostRows)) screen.Line($"FAILED {failure.Target} at {failure.Stage}: {failure.Message}{(failure.Suggestion.Length > 0 ? " " + failure.Suggestion : "")}");
        if (tables.Failures.Count > MostRows) screen.Line($"… and {tables.Failures.Count - MostRows} more in failures.csv");
        screen.Line($"{tables.Rows.Count} folded, {tables.Failures.Count} failed. Results: {folder} (ranking.csv, report.html)");
    }

    private static string Number(float value, int decimals) => value.ToString("F" + decimals, CultureInfo.InvariantCulture);
}
