using Foldline.Server.Drawing;
using System.Collections.Immutable;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Foldline.Cli.Reports;
using Foldline.Ranking.Confidences;
using Foldline.Ranking.Output;

namespace Foldline.Cli.Tests.Reports;

public class HtmlReportTests
{
    private const string Hostile = "</script><img src=x onerror=alert(1)>\"'&amp;";

    [Fact]
    public void The_page_is_well_formed_and_asks_for_nothing_from_outside()
    {
        var page = Parse(Sample());
        page.Descendants().Attributes("src").ShouldBeEmpty();
        page.Descendants("link").ShouldBeEmpty();
        page.Descendants("a").Attributes("href").Select(href => href.Value).ShouldAllBe(href => !href.Contains("://"));
        page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy")
            .Attribute("content")!.Value.ShouldStartWith("default-src 'none'");
        var text = HtmlReport.Render(Sample());
        text.ShouldNotContain("http://");
        text.ShouldNotContain("https://");
        text.ShouldNotContain("url(");
    }

    [Fact]
    public void Names_and_messages_cannot_inject_markup()
    {
        var report = Sample(Hostile) with
        {
            Title = Hostile,
            WeightsLabel = Hostile,
            Warning = Hostile,
            Failures = [new ReportFailure(Hostile, Hostile, Hostile, 1, Hostile, Hostile)],
            Attempts = [new ReportAttempt(Hostile, Hostile, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), false)],
        };
        var page = Parse(report);
        page.Descendants("img").ShouldBeEmpty();
        page.Descendants("script").Count().ShouldBe(2);
        page.Descendants("h1").Single().Value.ShouldBe(Hostile);
        page.Descendants("td").Count(cell => cell.Value.Trim() == Hostile).ShouldBe(6);
        HtmlReport.Render(report).ShouldNotContain("<img");
        page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Weights_that_predict_nothing_are_said_at_the_top()
    {
        var banner = Parse(Sample() with { WeightsLabel = "untrained", Warning = "They mean nothing." }).Descendants("div")
            .Single(div => (string?)div.Attribute("class") == "banner");
        banner.Value.ShouldContain("Weights: untrained");
        banner.Value.ShouldContain("They mean nothing.");
        Parse(Sample()).Descendants("div").ShouldNotContain(div => (string?)div.Attribute("class") == "banner");
    }

    [Fact]
    public void Targets_stand_in_order_of_their_score()
    {
        var report = Sample() with { Targets = [Target("low", 0.2f), Target("high", 0.9f), Target("middle", 0.5f)] };
        var page = Parse(report);
        page.Descendants("tbody").First().Elements("tr").Select(row => row.Elements().ElementAt(1).Value.Trim()).ShouldBe(["high", "middle", "low"]);
        page.Descendants("section").Where(section => (string?)section.Attribute("class") == "target").Select(section => section.Element("h2")!.Value)
            .ShouldBe(["high", "middle", "low"]);
    }

    [Fact]
    public void A_resumed_run_shows_what_was_done_before_and_cuts_the_pause_out()
    {
        var begun = DateTimeOffset.UnixEpoch;
        var report = Sample() with
        {
            Started = begun.AddHours(9),
            Finished = begun.AddHours(9).AddSeconds(10),
            Attempts =
            [
                new ReportAttempt("one", "search", begun, TimeSpan.FromSeconds(10), true),
                new ReportAttempt("one", "predict", begun.AddHours(9), TimeSpan.FromSeconds(10), true),
            ],
        };
        var timeline = Parse(report).Descendants("svg").Single(svg => ((string?)svg.Attribute("class"))!.Contains("timeline", StringComparison.Ordinal));
        var bars = timeline.Elements("rect").Select(bar => (X: (double)bar.Attribute("x")!, Width: (double)bar.Attribute("width")!)).ToList();
        bars.Count.ShouldBe(2);
        bars[0].Width.ShouldBe(bars[1].Width, 0.2);
        bars[1].X.ShouldBe(bars[0].X + bars[0].Width, 0.2);
        timeline.Elements("line").Count(line => (string?)line.Attribute("class") == "pause").ShouldBe(1);
    }

    [Fact]
    public void The_plots_get_their_data_as_JSON()
    {
        var script = Parse(Sample()).Descendants("script").First();
        using var json = JsonDocument.Parse(script.Value);
        json.RootElement.GetProperty("plddt").GetArrayLength().ShouldBe(30);
        json.RootElement.GetProperty("xyz").GetArrayLength().ShouldBe(90);
        var cells = Convert.FromBase64String(json.RootElement.GetProperty("pae").GetString()!);
        cells.Length.ShouldBe(900);
        cells[1].ShouldBe((byte)(Math.Round(Error(0, 1) * 8)));
        json.RootElement.GetProperty("chains")[1].GetProperty("start").GetInt32().ShouldBe(18);
    }

    [Fact]
    public void A_large_matrix_is_averaged_down()
    {
        var image = PaeImage.Of([.. Enumerable.Range(0, 480 * 480).Select(cell => cell % 480 % 2 == 0 ? 1f : 3f)], 480);
        image.Size.ShouldBe(240);
        Convert.FromBase64String(image.Bytes).ShouldAllBe(value => value == 16);
    }

    [Fact]
    public void Failures_show_what_to_do()
    {
        var cells = Parse(Sample() with { Failures = [new ReportFailure("t9", "inference", "resource", 3, "Out of memory.", "Use --dtype bf16.")] })
            .Descendants("td").Select(cell => cell.Value).ToList();
        cells.ShouldContain("t9");
        cells.ShouldContain("Use --dtype bf16.");
        Parse(Sample()).Descendants("h2").ShouldNotContain(heading => heading.Value == "Failures");
    }

    [Fact]
    public void A_run_in_which_nothing_succeeded_has_a_page_too() =>
        Parse(Sample() with { Targets = [] }).Descendants("p").ShouldContain(paragraph => paragraph.Value == "No target succeeded.");

    [Fact]
    public void Many_targets_keep_the_page_small()
    {
        var report = Sample() with { Targets = [.. Enumerable.Range(0, 120).Select(i => Target($"t{i}", i / 200f))] };
        var page = Parse(report);
        page.Descendants("section").Count(section => (string?)section.Attribute("class") == "target").ShouldBe(HtmlReport.MostSections);
        page.Descendants("tbody").First().Elements("tr").Count().ShouldBe(120);
        page.ToString().ShouldContain("best 50 of 120 targets");
    }

    [Fact]
    public void The_page_is_the_same_for_the_same_run() => HtmlReport.Render(Sample()).ShouldBe(HtmlReport.Render(Sample()));

    [Theory]
    [InlineData(0, 1, 4, "0|0.5|1")]
    [InlineData(0, 100, 4, "0|50|100")]
    [InlineData(1, 129, 12, "20|40|60|80|100|120")]
    public void Axes_have_round_numbers(double from, double to, int wanted, string expected) =>
        string.Join('|', Axis.Ticks(from, to, wanted).Select(tick => tick.ToString("0.###"))).ShouldBe(expected);

    [Theory]
    [InlineData(0.4, "0|0.1|0.2|0.3|0.4")]
    [InlineData(650, "0|120|240|360|480|600")]
    [InlineData(1_000_000, "0|172800|345600|518400|691200|864000")]
    public void Time_axes_have_whole_seconds_minutes_and_days(double seconds, string expected) =>
        string.Join('|', Axis.TimeTicks(seconds, 8).Select(tick => tick.ToString("0.###"))).ShouldBe(expected);

    internal static RunReport Sample(string target = "dimer") => new()
    {
        Title = "three targets",
        Version = "0.1.0",
        Network = "protenix_base_default_v0.5.0",
        Device = "cpu, fp32",
        Started = DateTimeOffset.UnixEpoch,
        Finished = DateTimeOffset.UnixEpoch.AddSeconds(754),
        Targets = [Target(target, 0.8f)],
        Attempts =
        [
            new ReportAttempt(target, "search", DateTimeOffset.UnixEpoch.AddSeconds(1), TimeSpan.FromSeconds(200), true),
            new ReportAttempt(target, "inference", DateTimeOffset.UnixEpoch.AddSeconds(210), TimeSpan.FromSeconds(500), true),
        ],
    };

    internal static ReportTarget Target(string name, float ptm, int first = 18, int second = 12)
    {
        int tokens = first + second;
        return new ReportTarget
        {
            Row = new RankingRow { Target = name, ChainIds = ["A", "B"], Tokens = tokens, Seed = 1, Sample = 0, Samples = 2, Scores = Scores(ptm) },
            Chains = [new ReportChain("A", 0, first, true), new ReportChain("B", first, second, true)],
            TokenPlddt = [.. Enumerable.Range(0, tokens).Select(i => 65 + 33 * MathF.Sin(i * 0.3f))],
            ResidueNumbers = [.. Enumerable.Range(1, first), .. Enumerable.Range(1, second)],
            Pae = [.. Enumerable.Range(0, tokens * tokens).Select(cell => Error(cell / tokens, cell % tokens, first))],
            Trace = [.. Enumerable.Range(0, tokens).SelectMany(i => new[] { 8 * MathF.Cos(i * 1.7f) + (i >= first ? 22 : 0), 8 * MathF.Sin(i * 1.7f),
                1.5f * (i < first ? i : i - first) })],
            Samples = [(1, 0, 0.8f), (1, 1, 0.7f)],
            Coverage = [new ReportCoverage("chain A", [.. Enumerable.Range(0, first).Select(i => 40 + i * 3 % 17)], 90)],
        };
    }

    private static float Error(int row, int column, int first = 18) =>
        Math.Min(31, 0.3f + Math.Abs(row - column) * 0.4f + (row < first != column < first ? 9 : 0));

    private static ConfidenceScores Scores(float ptm) => new()
    {
        Plddt = 81.2f, Gpde = 0.8f, Ptm = ptm, Iptm = ptm, ChainPlddt = [0.8f, 0.8f], ChainPairPlddt = Pair(), ChainGpde = [0.5f, 0.5f], ChainPairGpde = Pair(),
        ChainPtm = [ptm, ptm], ChainIptm = [ptm, ptm], ChainPairIptm = Pair(), ChainPairIptmDirected = Pair(), ChainPairIptmGlobal = Pair(),
            ChainPairPaeMin = Pair(),
        HasClash = false, Recycles = 10, Interfaces = [],
    };

    private static ChainPairMatrix Pair() => new(2, [0, 0.5f, 0.5f, 0]);

    private static XElement Parse(RunReport report)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore };
        return XDocument.Load(XmlReader.Create(new StringReader(HtmlReport.Render(report)), settings)).Root!;
    }
}
