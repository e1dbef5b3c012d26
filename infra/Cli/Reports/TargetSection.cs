using System.Text.Json;

namespace Foldline.Cli.Reports;

/// <summary>One target: the model in 3D, its aligned errors, pLDDT and alignment depth along the sequence, and its samples.</summary>
internal static class TargetSection
{
    private const int MostSamples = 25;

    public static void Write(Html page, ReportTarget target, int index)
    {
        var row = target.Row;
        page.Raw($"<section class=\"target\" id=\"target-{index}\" aria-labelledby=\"name-{index}\">\n");
        page.Element("h2", row.Target, $"id=\"name-{index}\"");
        page.Raw("<p class=\"scores\">");
        Score("ranking", Html.Number(row.Scores.RankingScore, 3));
        Score("pTM", Html.Number(row.Scores.Ptm));
        if (row.Scores.Chains > 1) Score("ipTM", Html.Number(row.Scores.Iptm));
        Score("pLDDT", Html.Number(row.Scores.Plddt, 1));
        page.Element("span", $"{row.Tokens} tokens in {row.ChainIds.Length} {(row.ChainIds.Length == 1 ? "chain" : "chains")}");
        page.Element("a", "model", Html.Attribute("href", $"{Uri.EscapeDataString(row.Target)}/{Uri.EscapeDataString(row.Target)}_model.cif"));
        if (row.WeightsLabel.Length > 0) page.Element("span", row.WeightsLabel, "class=\"bad\"");
        page.Raw("</p>\n<div class=\"pair\">\n<figure>");
        var viewLabel = Html.Attribute("aria-label", $"3D view of {row.Target}; arrow keys turn it, plus and minus zoom");
        var errorLabel = Html.Attribute("aria-label", $"Predicted aligned error of {row.Target}");
        page.Raw($"<canvas class=\"view\" data-target=\"{index}\" tabindex=\"0\" role=\"img\" {viewLabel}></canvas>");
        page.Raw("<figcaption>Drag or use the arrow keys to turn, wheel or <kbd>+</kbd> <kbd>−</kbd> to zoom.<span class=\"legend\">");
        foreach (var (band, label) in PlddtColour.Bands) page.Raw($"<span><i class=\"{band}\"></i>").Text(label).Raw("</span>");
        page.Raw($"</span></figcaption></figure>\n<figure><canvas class=\"pae\" data-target=\"{index}\" role=\"img\" {errorLabel}></canvas>");
        page.Raw("<figcaption>Predicted aligned error, Å: how far off the column's residue is when the row's is aligned.");
        page.Raw("<output></output></figcaption></figure>\n</div>\n");
        page.Element("h3", "pLDDT along the sequence");
        new ResiduePlot($"pLDDT of {row.Target}", [.. target.TokenPlddt.Select(plddt => (double)plddt)], 100)
        {
            Bands = [(90, 100, "very-high"), (70, 90, "high"), (50, 70, "low"), (0, 50, "very-low")],
            Chains = target.Chains,
        }.Write(page);
        foreach (var coverage in target.Coverage)
        {
            page.Element("h3", $"Alignment depth, {coverage.Label} ({coverage.Rows} rows)");
            new ResiduePlot($"Alignment depth of {row.Target}, {coverage.Label}", [.. coverage.Depth.Select(depth => (double)depth)],
                Math.Max(1, coverage.Depth.DefaultIfEmpty(1).Max()))
            {
                Unit = "rows",
            }.Write(page);
        }
        WriteInterfaces(page, target);
        WriteSamples(page, target);
        page.Raw($"<script type=\"application/json\" id=\"data-{index}\">{Data(target)}</script>\n</section>\n");

        void Score(string name, string value) => page.Raw("<span>").Text(name + " ").Element("strong", value).Raw("</span>");
    }

    private static void WriteInterfaces(Html page, ReportTarget target)
    {
        if (target.Row.Scores.Interfaces.IsEmpty) return;
        page.Raw("<h3>Interfaces</h3>\n<div class=\"scroll\"><table><thead><tr>");
        foreach (var head in new[] { "chains", "ipTM", "ipSAE min", "ipSAE max", "pDockQ", "pDockQ2", "LIS", "interface pLDDT", "contacts", "least PAE, Å" })
            page.Element("th", head, head == "chains" ? "scope=\"col\"" : "scope=\"col\" class=\"n\"");
        page.Raw("</tr></thead><tbody>\n");
        foreach (var face in target.Row.Scores.Interfaces)
        {
            page.Raw("<tr>").Element("td", $"{face.FirstId} – {face.SecondId}");
            foreach (var (value, decimals) in new[] { (face.Iptm, 2), (face.IpsaeMin, 2), (face.IpsaeMax, 2), (face.PDockQ, 2),
                (Math.Max(face.PDockQ2AB, face.PDockQ2BA), 2), (face.Lis, 2),
                (face.InterfacePlddt, 1), (face.Contacts, 0), (Math.Min(face.PaeMinAB, face.PaeMinBA), 1) })
                page.Element("td", Html.Number(value, decimals), "class=\"n\"");
            page.Raw("</tr>\n");
        }
        page.Raw("</tbody></table></div>\n");
    }

    private static void WriteSamples(Html page, ReportTarget target)
    {
        if (target.Samples.Length < 2) return;
        page.Raw("<details><summary>").Text($"{target.Samples.Length} samples").Raw("</summary>\n<ol class=\"samples\">\n");
        foreach (var (seed, sample, score) in target.Samples.Take(MostSamples)) page.Element("li", $"seed {seed}, sample {sample}: {Html.Number(score, 3)}");
        page.Raw("</ol>\n");
        if (target.Samples.Length > MostSamples) page.Element("p", $"{target.Samples.Length - MostSamples} more are in the target's folder.", "class=\"note\"");
        page.Raw("</details>\n");
    }

    // The serializer's default encoder leaves no <, > or & in the text, so no name can end the script element.
    private static string Data(ReportTarget target)
    {
        var pae = PaeImage.Of(target.Pae, target.TokenPlddt.Length);
        return JsonSerializer.Serialize(new
        {
            chains = target.Chains.Select(chain => new { id = chain.Id, start = chain.Start, length = chain.Length, polymer = chain.IsPolymer }),
            plddt = target.TokenPlddt.Select(plddt => Finite(MathF.Round(plddt, 1))),
            residues = target.ResidueNumbers,
            xyz = target.Trace.Select(value => Finite(MathF.Round(value, 2))),
            size = pae.Size,
            pae = pae.Bytes,
        });
    }

    private static float Finite(float value) => float.IsFinite(value) ? value : 0;
}
