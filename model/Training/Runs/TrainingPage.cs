using System.Globalization;
using System.Net;
using System.Text;
using Foldline.Training.Losses;

namespace Foldline.Training.Runs;

/// <summary>A page with the curves of a run, complete in itself: no script, no outside resource.</summary>
public static class TrainingPage
{
    private const int Width = 860, Height = 260, Left = 64, Bottom = 28, Top = 12, MaximumPoints = 600;

    /// <summary>The page, from the run's CSV files.</summary>
    /// <param name="title">The model's name.</param>
    /// <param name="lossCsv">The file of <see cref="LossCurve"/>.</param>
    /// <param name="evaluationCsv">The file of <see cref="EvaluationTable"/>; may be absent.</param>
    public static string Render(string title, string lossCsv, string evaluationCsv)
    {
        var points = LossCurve.Read(lossCsv);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Training {Encode(title)}</title>");
        page.Append("<style>body{font:15px system-ui,sans-serif;margin:2rem auto;max-width:900px;color:#222}svg{background:#fafafa;border:1px solid #ddd}");
        page.Append("table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:right}td:first-child,th:first-child{text-align:left}</style>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>Training {Encode(title)}</h1><p>{points.Count} steps.</p>");
        if (points.Count > 0)
        {
            Chart(page, "Total loss", [.. points.Select(point => ((double)point.Step, point.Loss))]);
            foreach (var term in Enum.GetValues<LossTerm>())
            {
                var curve = points.Where(point => point.Terms.ContainsKey(term)).Select(point => ((double)point.Step, point.Terms[term])).ToArray();
                if (curve.Length > 0) Chart(page, term.ToString(), curve);
            }
        }
        if (File.Exists(evaluationCsv)) Evaluations(page, EvaluationTable.Read(evaluationCsv));
        return page.Append("</html>").ToString();
    }

    private static void Evaluations(StringBuilder page, IReadOnlyList<EvaluationRow> rows)
    {
        if (rows.Count == 0) return;
        foreach (var entry in rows.GroupBy(row => row.Entry, StringComparer.Ordinal))
        {
            var curve = entry.GroupBy(row => row.Step).Select(step => ((double)step.Key, step.Average(row => row.Lddt)));
            Chart(page, $"lDDT of {entry.Key}, mean of samples", [.. curve]);
        }
        page.Append("<h2>Last evaluation</h2><table><tr><th>entry<th>lDDT mean<th>lDDT best<th>RMSD best (Å)<th>clashes (mean)");
        foreach (var entry in rows.Where(row => row.Step == rows[^1].Step).GroupBy(row => row.Entry, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Encode(entry.Key)}{(entry.First().HeldOut ? " (held out)" : "")}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{entry.Average(row => row.Lddt):F3}<td>{entry.Max(row => row.Lddt):F3}");
            page.Append(CultureInfo.InvariantCulture, $"<td>{entry.Min(row => row.Rmsd):F2}<td>{entry.Average(row => row.Clashes):F1}");
        }
        page.Append("</table>");
    }

    private static void Chart(StringBuilder page, string title, (double X, double Y)[] points)
    {
        var shown = Thin(points);
        var (x0, x1) = (shown[0].X, Math.Max(shown[^1].X, shown[0].X + 1));
        var (low, high) = (shown.Min(point => point.Y), shown.Max(point => point.Y));
        if (high <= low) high = low + 1;
        double X(double x) => Left + (Width - Left - 12) * (x - x0) / (x1 - x0);
        double Y(double y) => Top + (Height - Top - Bottom) * (1 - (y - low) / (high - low));
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(title)}</h2>");
        page.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Encode(title)}\">");
        foreach (var level in Enumerable.Range(0, 5).Select(i => low + (high - low) * i / 4))
        {
            page.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 12}\" ");
            page.Append(CultureInfo.InvariantCulture, $"y1=\"{Y(level):F1}\" y2=\"{Y(level):F1}\" stroke=\"#e4e4e4\"/>");
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(level) + 4:F1}\" font-size=\"11\" text-anchor=\"end\">{level:G3}</text>");
        }
        foreach (var step in new[] { x0, (x0 + x1) / 2, x1 })
            page.Append(
                CultureInfo.InvariantCulture, $"<text x=\"{X(step):F1}\" y=\"{Height - 8}\" font-size=\"11\" text-anchor=\"middle\">{step:F0}</text>");
        page.Append("<polyline fill=\"none\" stroke=\"#2266aa\" stroke-width=\"1.5\" points=\"");
        foreach (var (x, y) in shown) page.Append(CultureInfo.InvariantCulture, $"{X(x):F1},{Y(y):F1} ");
        page.Append("\"/></svg>");
    }

    /// <summary>At most so many points: means of equal stretches.</summary>
    private static (double X, double Y)[] Thin((double X, double Y)[] points)
    {
        if (points.Length <= MaximumPoints) return points;
        var size = (points.Length + MaximumPoints - 1) / MaximumPoints;
        return [.. points.Chunk(size).Select(part => (part[^1].X, part.Average(point => point.Y)))];
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
