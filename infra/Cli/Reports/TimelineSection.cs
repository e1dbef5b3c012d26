using Foldline.Server.Drawing;

namespace Foldline.Cli.Reports;

/// <summary>Every attempt of every stage as a bar over time, one line per target.</summary>
internal static class TimelineSection
{
    private const int MostTargets = 60;
    private const int Width = 1000;
    private const int LabelWidth = 150;
    private const int LineHeight = 18;
    private const int AxisHeight = 22;

    public static void Write(Html page, RunReport report)
    {
        if (report.Attempts.IsEmpty) return;
        var lines = report.Attempts.GroupBy(attempt => attempt.Target).OrderBy(line => line.Min(attempt => attempt.Started)).Take(MostTargets).ToList();
        var stages = report.Attempts.OrderBy(attempt => attempt.Started).Select(attempt => attempt.Stage).Distinct().ToList();
        var clock = new WorkingTime(report.Attempts);
        int height = lines.Count * LineHeight + AxisHeight;
        page.Raw("<section aria-labelledby=\"timeline\">\n<h2 id=\"timeline\">Timeline</h2>\n<p class=\"legend\">");
        for (int i = 0; i < stages.Count; i++) page.Raw($"<span><i class=\"stage-{i % 8}\"></i>").Text(stages[i]).Raw("</span>");
        page.Raw("<span><i class=\"failed\"></i>failed</span><span><i class=\"reused\"></i>reused</span></p>\n");
        page.Raw($"<div class=\"scroll\"><svg class=\"chart timeline\" viewBox=\"0 0 {Width} {height}\" ");
        page.Raw("role=\"img\" aria-label=\"Stages of each target over time\">\n");
        foreach (double tick in Axis.TimeTicks(clock.Total, 8))
        {
            page.Raw($"<line class=\"grid\" x1=\"{X(tick)}\" x2=\"{X(tick)}\" y1=\"0\" y2=\"{lines.Count * LineHeight}\" />");
            page.Element("text", Span(TimeSpan.FromSeconds(tick)), $"class=\"tick\" text-anchor=\"middle\" x=\"{X(tick)}\" y=\"{height - 6}\"");
        }
        foreach (double pause in clock.Pauses)
            page.Raw($"<line class=\"pause\" stroke=\"currentColor\" stroke-dasharray=\"3 3\" x1=\"{X(pause)}\" x2=\"{X(pause)}\" y1=\"0\" y2=\"{lines.Count * LineHeight}\" />");
        for (int line = 0; line < lines.Count; line++)
        {
            page.Element("text", Short(lines[line].Key), $"class=\"label\" x=\"{LabelWidth - 8}\" y=\"{line * LineHeight + 13}\" text-anchor=\"end\"");
            foreach (var attempt in lines[line]) WriteBar(attempt, line);
        }
        page.Raw("</svg></div>\n");
        int targets = report.Attempts.Select(attempt => attempt.Target).Distinct().Count();
        if (targets > MostTargets) page.Element("p", $"The first {MostTargets} of {targets} targets are shown.", "class=\"note\"");
        if (clock.Pauses.Any()) page.Element("p", "A dashed line is where the run stopped and was resumed later.", "class=\"note\"");
        page.Raw("</section>\n");

        string X(double seconds) => Html.Number(LabelWidth + seconds / clock.Total * (Width - LabelWidth - 40), 1);

        void WriteBar(ReportAttempt attempt, int line)
        {
            double start = clock.At(attempt.Started);
            string width = Html.Number(Math.Max(1.5, attempt.Duration.TotalSeconds / clock.Total * (Width - LabelWidth - 40)), 1);
            string state = (attempt.Succeeded ? "" : " failed") + (attempt.Reused ? " reused" : "");
            page.Raw($"<rect class=\"stage-{stages.IndexOf(attempt.Stage) % 8}{state}\" x=\"{X(start)}\" y=\"{line * LineHeight + 3}\" ");
            page.Raw($"width=\"{width}\" height=\"{LineHeight - 6}\">");
            string outcome = (attempt.Rung > 0 ? $", in smaller pieces (rung {attempt.Rung})" : "")
                + (attempt.Succeeded ? "" : attempt.Class is { } cause ? $", failed ({cause})" : ", failed") + (attempt.Reused ? ", reused" : "");
            page.Element("title", $"{attempt.Target}: {attempt.Stage}, {Span(attempt.Duration)}{outcome}");
            page.Raw("</rect>\n");
        }
    }

    /// <summary>A time span in the two units that matter.</summary>
    public static string Span(TimeSpan span) => span.TotalHours >= 1 ? $"{(int)span.TotalHours} h {span.Minutes:00} min"
        : span.TotalMinutes >= 1 ? $"{span.Minutes} min{(span.Seconds > 0 ? $" {span.Seconds:00} s" : "")}"
        : span.TotalSeconds >= 10 ? $"{span.TotalSeconds:F0} s" : $"{span.TotalSeconds:0.##} s";

    private static string Short(string name) => name.Length <= 22 ? name : name[..21] + "…";
}
