using Foldline.Server.Drawing;
using System.Text;
using Foldline.Ranking.Output;

namespace Foldline.Cli.Reports;

/// <summary>
/// <c>report.html</c>: one file that needs no network. A pure function of the run; the page's own script only draws and sorts. The content policy forbids
/// loading anything.
/// </summary>
public static class HtmlReport
{
    /// <summary>Sections with plots; targets beyond are in the table and in their folders.</summary>
    public const int MostSections = 50;

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    /// <summary>Writes the page to a file, whole or not at all.</summary>
    public static void WriteFile(string path, RunReport report)
    {
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, Render(report), new UTF8Encoding(false));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The page.</summary>
    public static string Render(RunReport report)
    {
        var page = new Html();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n");
        page.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n");
        page.Element("title", $"{report.Title}: Foldline report");
        page.Raw($"<style>/*<![CDATA[*/\n{Resource("report.css")}\n/*]]>*/</style>\n</head>\n<body>\n");
        WriteHeader(page, report);
        page.Raw("<main>\n");
        var targets = report.Targets.OrderBy(target => target.Row, RankingRow.BestFirst).ToList();
        RankingSection.Write(page, targets);
        FailureSection.Write(page, report.Failures);
        TimelineSection.Write(page, report);
        foreach (var (target, index) in targets.Take(MostSections).Select((target, index) => (target, index))) TargetSection.Write(page, target, index);
        if (targets.Count > MostSections)
            page.Element("p", $"Plots are shown for the best {MostSections} of {targets.Count} targets; the files of all are in their folders.",
                "class=\"note\"");
        page.Raw("</main>\n<footer>");
        page.Text($"Foldline {report.Version}. Scores are defined in the documentation; models and confidences lie beside this file, one folder per target.");
        page.Raw($"</footer>\n<script>//<![CDATA[\n{Resource("report.js")}\n//]]></script>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void WriteHeader(Html page, RunReport report)
    {
        page.Raw("<header>\n");
        page.Element("p", "Foldline", "class=\"brand\"").Element("h1", report.Title);
        if (report.Warning.Length > 0)
        {
            page.Raw("<div class=\"banner\" role=\"alert\">");
            page.Element("strong", report.WeightsLabel.Length > 0 ? $"Weights: {report.WeightsLabel}" : "Warning").Element("span", report.Warning);
            page.Raw("</div>\n");
        }
        page.Raw("<dl class=\"facts\">\n");
        Fact("succeeded", $"{report.Targets.Length}");
        Fact("failed", $"{report.Failures.Length}");
        Fact("network", report.Network);
        Fact("device", report.Device);
        Fact("started", report.Started.ToString("yyyy-MM-dd HH:mm 'UTC'zzz").Replace("UTC+00:00", "UTC"));
        Fact("took", TimelineSection.Span(report.Finished - report.Started));
        page.Raw("</dl>\n</header>\n");

        void Fact(string name, string value)
        {
            page.Raw("<div>");
            page.Element("dt", name).Element("dd", value);
            page.Raw("</div>\n");
        }
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Html).Assembly.GetManifestResourceStream("assets/" + name)
            ?? throw new InvalidOperationException($"{name} is not embedded in {typeof(HtmlReport).Assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
