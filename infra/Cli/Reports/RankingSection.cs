using Foldline.Ranking.Output;
using Foldline.Server.Drawing;

namespace Foldline.Cli.Reports;

/// <summary>The ranking as a table that sorts by any column, with mouse or keyboard.</summary>
internal static class RankingSection
{
    private static readonly (string Head, string Title, bool Numeric)[] Columns =
    [
        ("#", "rank by AlphaFold 3's ranking score", true), ("target", "name", false), ("chains", "chain identifiers", false),
        ("tokens", "residues and ligand atoms", true),
        ("ranking score", "0.8 ipTM + 0.2 pTM − 100 clash; pTM for single chains", true), ("pTM", "predicted TM-score", true),
        ("ipTM", "interface predicted TM-score", true),
        ("pLDDT", "mean over atoms, 0–100", true), ("gPDE", "contact-weighted distance error, Å; lower is better", true),
        ("ipSAE", "of the best interface, weaker direction", true), ("pDockQ", "of the best interface", true),
        ("LIS", "local interaction score of the best interface", true),
        ("clash", "whether chains overlap", false), ("samples", "samples ranked over all seeds", true), ("best", "seed and sample of the best", false),
    ];

    public static void Write(Html page, IReadOnlyList<ReportTarget> targets)
    {
        page.Raw("<section aria-labelledby=\"ranking\">\n<h2 id=\"ranking\">Ranking</h2>\n");
        if (targets.Count == 0)
        {
            page.Element("p", "No target succeeded.", "class=\"note\"").Raw("</section>\n");
            return;
        }
        page.Raw("<div class=\"scroll\"><table class=\"sortable\">\n<thead><tr>");
        foreach (var (head, title, numeric) in Columns)
        {
            page.Raw($"<th scope=\"col\"{(numeric ? " class=\"n\"" : "")}{(head == "#" ? " aria-sort=\"ascending\"" : "")}>");
            page.Element("button", head, $"type=\"button\" {Html.Attribute("title", title)}").Raw("</th>");
        }
        page.Raw("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < targets.Count; i++) WriteRow(page, targets[i].Row, i);
        page.Raw("</tbody>\n</table></div>\n</section>\n");
    }

    private static void WriteRow(Html page, RankingRow row, int index)
    {
        var scores = row.Scores;
        var face = RankingTable.BestInterface(row);
        page.Raw("<tr>");
        Number($"{index + 1}");
        page.Raw("<td>");
        if (index < HtmlReport.MostSections) page.Element("a", row.Target, $"href=\"#target-{index}\"");
        else page.Text(row.Target);
        page.Raw("</td>");
        page.Element("td", string.Join(' ', row.ChainIds));
        Number($"{row.Tokens}");
        Number(Html.Number(scores.RankingScore, 3), "strong");
        Number(Html.Number(scores.Ptm));
        Number(scores.Chains > 1 ? Html.Number(scores.Iptm) : "–");
        page.Raw($"<td class=\"n\"><span class=\"dot {PlddtColour.Class(scores.Plddt)}\"></span>").Text(Html.Number(scores.Plddt, 1)).Raw("</td>");
        Number(Html.Number(scores.Gpde));
        Number(face is null ? "–" : Html.Number(face.IpsaeMin));
        Number(face is null ? "–" : Html.Number(face.PDockQ));
        Number(face is null ? "–" : Html.Number(face.Lis));
        page.Element("td", scores.HasClash ? "clash" : "no", scores.HasClash ? "class=\"bad\"" : "");
        Number($"{row.Samples}");
        page.Element("td", $"seed {row.Seed}, sample {row.Sample}");
        page.Raw("</tr>\n");

        void Number(string text, string more = "") => page.Element("td", text, $"class=\"n{(more.Length > 0 ? " " + more : "")}\"");
    }
}
