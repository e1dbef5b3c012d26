using Foldline.Server.Drawing;
using System.Collections.Immutable;

namespace Foldline.Cli.Reports;

/// <summary>What failed, why, and what to do about it.</summary>
internal static class FailureSection
{
    public static void Write(Html page, ImmutableArray<ReportFailure> failures)
    {
        if (failures.IsEmpty) return;
        page.Raw("<section aria-labelledby=\"failures\">\n<h2 id=\"failures\">Failures</h2>\n<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var head in new[] { "target", "stage", "class", "attempts", "what happened", "what to do" })
            page.Element("th", head, head == "attempts" ? "scope=\"col\" class=\"n\"" : "scope=\"col\"");
        page.Raw("</tr></thead>\n<tbody>\n");
        foreach (var failure in failures)
        {
            page.Raw("<tr>");
            page.Element("td", failure.Target, "class=\"bad\"").Element("td", failure.Stage).Element("td", failure.Class);
            page.Element("td", $"{failure.Attempts}", "class=\"n\"");
            page.Element("td", failure.Message, "class=\"wide\"").Element("td", failure.Suggestion, "class=\"wide\"");
            page.Raw("</tr>\n");
        }
        page.Raw("</tbody>\n</table></div>\n</section>\n");
    }
}
