using System.Collections.Immutable;

namespace Foldline.Server.Drawing;

/// <summary>A value per residue as an area over the sequence, drawn as SVG; chains are divided by lines.</summary>
/// <param name="Label">What a screen reader says.</param>
/// <param name="Values">[residue]</param>
/// <param name="Maximum">The upper end of the value axis.</param>
public sealed record ResiduePlot(string Label, double[] Values, double Maximum)
{
    private const int Width = 1000;
    private const int Height = 170;
    private const int Left = 46;
    private const int Right = 8;
    private const int Bottom = 24;
    private const int Top = 16;
    private const int MostPoints = 1200;

    /// <summary>Bands behind the curve: from, to, class.</summary>
    public ImmutableArray<(double From, double To, string Class)> Bands { get; init; } = [];

    /// <summary>Chains for dividers and names; empty for one unnamed sequence.</summary>
    public ImmutableArray<ReportChain> Chains { get; init; } = [];

    /// <summary>The value axis' unit or name.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Draws it.</summary>
    public void Write(Html page)
    {
        page.Raw($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" {Html.Attribute("aria-label", Label)}>\n");
        foreach (var (from, to, band) in Bands)
        {
            string height = Html.Number(Length(to - from), 1);
            page.Raw($"<rect class=\"band {band}\" x=\"{Left}\" width=\"{Width - Left - Right}\" y=\"{Y(to)}\" height=\"{height}\" />\n");
        }
        foreach (double tick in Axis.Ticks(0, Maximum, 4))
        {
            page.Raw($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick)}\" y2=\"{Y(tick)}\" />");
            page.Element("text", tick.ToString("0.##"), $"class=\"tick\" text-anchor=\"end\" x=\"{Left - 6}\" y=\"{Html.Number(YOf(tick) + 4, 1)}\"");
        }
        if (Bands.IsEmpty) page.Raw($"<path class=\"area\" d=\"{Path(close: true)}\" />\n");
        page.Raw($"<path class=\"line\" d=\"{Path(close: false)}\" />\n");
        WriteSequenceAxis(page);
        page.Element("text", Unit, $"class=\"tick\" x=\"{Left}\" y=\"11\"");
        page.Raw("</svg>\n");
    }

    private void WriteSequenceAxis(Html page)
    {
        ImmutableArray<ReportChain> chains = Chains.IsEmpty ? [new ReportChain("", 0, Values.Length, true)] : Chains;
        foreach (var chain in chains)
        {
            if (chain.Start > 0) page.Raw($"<line class=\"divider\" x1=\"{X(chain.Start)}\" x2=\"{X(chain.Start)}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" />");
            if (chains.Length > 1)
                page.Element("text", chain.Id, $"class=\"label\" text-anchor=\"middle\" x=\"{X(chain.Start + chain.Length / 2.0)}\" y=\"11\"");
            int wanted = Math.Max(2, 12 * chain.Length / Math.Max(1, Values.Length));
            foreach (double tick in Axis.Ticks(1, chain.Length, wanted).Where(tick => tick >= 1))
                page.Element("text", $"{tick:0}", $"class=\"tick\" text-anchor=\"middle\" x=\"{X(chain.Start + tick - 0.5)}\" y=\"{Height - 8}\"");
        }
    }

    // Long sequences are thinned to what the width can show; the lowest value of each group remains.
    private string Path(bool close)
    {
        int group = (Values.Length + MostPoints - 1) / MostPoints;
        var points = Values.Chunk(Math.Max(1, group)).Select((values, index) =>
            $"{X(index * group + values.Length / 2.0)},{Y(Math.Min(Maximum, values.Min()))}").ToList();
        if (points.Count == 0) return "M0,0";
        var line = string.Join(" L", points);
        return close ? $"M{X(0)},{Y(0)} L{line} L{X(Values.Length)},{Y(0)} Z" : "M" + line;
    }

    private string X(double residue) => Html.Number(Left + residue / Math.Max(1, Values.Length) * (Width - Left - Right), 1);

    private string Y(double value) => Html.Number(YOf(value), 1);

    private double YOf(double value) => Height - Bottom - Length(value);

    private double Length(double value) => value / Math.Max(1e-9, Maximum) * (Height - Bottom - Top);
}
