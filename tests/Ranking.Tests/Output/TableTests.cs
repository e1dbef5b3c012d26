using Foldline.Ranking.Output;
using Foldline.Ranking.Samples;
using Foldline.Ranking.Tests.Samples;

namespace Foldline.Ranking.Tests.Output;

public class TableTests
{
    [Fact]
    public void Targets_are_ranked_best_first_and_every_row_has_every_column()
    {
        var lines = RankingTable.Format(Row("worse", 30), Row("better", 1), Row("also-worse", 30)).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(4);
        lines.Select(line => line.Split(',').Length).Distinct().ShouldHaveSingleItem();
        lines.Skip(1).Select(line => line.Split(',')[1]).ShouldBe(["better", "also-worse", "worse"]);
        lines.Skip(1).Select(line => line.Split(',')[0]).ShouldBe(["1", "2", "3"]);
        var cells = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(pair => pair.First, pair => pair.Second);
        cells["chains"].ShouldBe("A B");
        cells["best_interface"].ShouldBe("A-B");
        cells["model"].ShouldBe("better/better_model.cif");
        cells["weights"].ShouldBe("untrained");
        float.Parse(cells["ranking_score"]).ShouldBe(Row("better", 1).Scores.RankingScore, 1e-4f);
    }

    [Fact]
    public void A_label_with_a_comma_is_quoted() =>
        RankingTable.Format(Row("t", 1) with { WeightsLabel = "demo: 12 entries, \"not\" a predictor" })
            .ShouldContain(",\"demo: 12 entries, \"\"not\"\" a predictor\"\n");

    [Fact]
    public void Interfaces_stand_one_per_line_under_their_header()
    {
        var lines = InterfaceTable.Format(Row("a", 5), Row("b", 1)).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldStartWith("target,seed,sample,chain_a,chain_b,iptm,");
        lines[1].ShouldStartWith("b,7,2,A,B,");
        lines.Select(line => line.Split(',').Length).Distinct().ShouldHaveSingleItem();
        InterfaceTable.Format().ShouldBe(lines[0] + "\n");
    }

    private static RankingRow Row(string target, int error) =>
        RankingRow.Of(TargetRanking.Of(target, ScoredSampleFileTests.Make(error: error)), ["A", "B"], 5, "untrained");
}
