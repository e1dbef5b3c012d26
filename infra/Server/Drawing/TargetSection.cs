using System.Text.Json;

namespace Foldline.Server.Drawing;

/// <summary>One target: the model in 3D, its aligned errors, pLDDT and alignment depth along the sequence, and its samples.</summary>
public static class TargetSection
{
    private const int MostSamples = 25;

    /// <summary>The whole section, as reports hold it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="target">The target.</param>
    /// <param name="index">Its number on the page, by which the script finds its data.</param>
    public static void Write(Html page, ReportTarget target, int index)
    {
        page.Raw($"<section class=\"target\" id=\"target-{index}\" aria-labelledby=\"name-{index}\">\n");
        page.Element("h2", target.Row.Target, $"id=\"name-{index}\"");
        WriteScores(page, target, withModel: true);
        page.Raw("<div class=\"pair\">\n<figure>");
        WriteView(page, target, index);
        WriteLegend(page);
        page.Raw("</figcaption></figure>\n");
        WriteError(page, target, index);
        page.Raw("</div>\n");
        WritePlots(page, target);
        WriteInterfaces(page, target);
        WriteSamples(page, target);
        WriteData(page, target, index);
        page.Raw("</section>\n");
    }

    /// <summary>The line of scores.</summary>
    public static void WriteScores(Html page, ReportTarget target, bool withModel = false)
    {
        var row = target.Row;
        page.Raw("<p class=\"scores\">");
        Score("ranking", Html.Number(row.Scores.RankingScore, 3));
        Score("pTM", Html.Number(row.Scores.Ptm));
        if (row.Scores.Chains > 1) Score("ipTM", Html.Number(row.Scores.Iptm));
        Score("pLDDT", Html.Number(row.Scores.Plddt, 1));
        page.Element("span", $"{row.Tokens} tokens in {row.ChainIds.Length} {(row.ChainIds.Length == 1 ? "chain" : "chains")}");
        if (withModel) page.Element("a", "model", Html.Attribute("href", $"{Uri.EscapeDataString(row.Target)}/{Uri.EscapeDataString(row.Target)}_model.cif"));
        if (row.WeightsLabel.Length > 0) page.Element("span", row.WeightsLabel, "class=\"bad\"");
        page.Raw("</p>\n");

        void Score(string name, string value) => page.Raw("<span>").Text(name + " ").Element("strong", value).Raw("</span>");
    }

    /// <summary>Our own 3D view, and the beginning of its caption; the figure is the caller's.</summary>
    public static void WriteView(Html page, ReportTarget target, int index)
    {
        var label = Html.Attribute("aria-label", $"3D view of {target.Row.Target}; arrow keys turn it, plus and minus zoom");
        page.Raw($"<canvas class=\"view\" data-target=\"{index}\" tabindex=\"0\" role=\"img\" {label}></canvas>");
        page.Raw("<figcaption>Drag or use the arrow keys to turn, wheel or <kbd>+</kbd> <kbd>−</kbd> to zoom.");
    }

    /// <summary>What the colours of pLDDT mean.</summary>
    public static void WriteLegend(Html page)
    {
        page.Raw("<span class=\"legend\">");
        foreach (var (band, label) in PlddtColour.Bands) page.Raw($"<span><i class=\"{band}\"></i>").Text(label).Raw("</span>");
        page.Raw("</span>");
    }

    /// <summary>The figure of the aligned error.</summary>
    public static void WriteError(Html page, ReportTarget target, int index)
    {
        var label = Html.Attribute("aria-label", $"Predicted aligned error of {target.Row.Target}");
        page.Raw($"<figure><canvas class=\"pae\" data-target=\"{index}\" role=\"img\" {label}></canvas>");
        page.Raw("<figcaption>Predicted aligned error, Å: how far off the column's residue is when the row's is aligned.<output></output></figcaption></figure>\n");
    }

    /// <summary>pLDDT and depth of the alignments along the sequence.</summary>
    public static void WritePlots(Html page, ReportTarget target)
    {
        var row = target.Row;
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
    }

    /// <summary>The data that the script draws from.</summary>
    public static void WriteData(Html page, ReportTarget target, int index) =>
        page.Raw($"<script type=\"application/json\" id=\"data-{index}\">{Data(target)}</script>\n");

    /// <summary>The table of interfaces; nothing for a single chain.</summary>
    public static void WriteInterfaces(Html page, ReportTarget target)
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
    internal static string Data(ReportTarget target)
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
