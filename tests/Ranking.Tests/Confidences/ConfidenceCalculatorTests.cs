using CsCheck;
using Foldline.Ranking.Confidences;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Tests.Confidences;

public class ConfidenceCalculatorTests
{
    [Fact]
    public void A_single_chain_is_ranked_by_pTM_and_Protenix_keeps_its_own_scale()
    {
        var layout = Toy.Layout(new string('G', 30));
        var scores = ConfidenceCalculator.Compute(Toy.Predict(layout, Toy.Line(layout, 0), (_, _) => 3), 10).Scores;
        double expected = 1 / (1 + Math.Pow(1.75 / (1.24 * Math.Cbrt(15) - 1.8), 2));
        scores.Ptm.ShouldBe((float)expected, 1e-6f);
        scores.Iptm.ShouldBe(0);
        scores.RankingScore.ShouldBe(scores.Ptm);
        scores.ProtenixRankingScore.ShouldBe(0.2f * scores.Ptm, 1e-6f);
        scores.Plddt.ShouldBe(81, 1e-3f);
        scores.Gpde.ShouldBe(2.25f, 1e-5f);
        scores.FractionDisordered.ShouldBe(0);
        scores.Recycles.ShouldBe(10);
        scores.Interfaces.ShouldBeEmpty();
    }

    [Fact]
    public void The_pair_ipTM_is_the_better_of_its_two_directions()
    {
        var layout = Toy.Layout("GGG", "GG");
        // Rows of A see B at 0.25 Å, rows of B see A at 8.25 Å.
        var scores = ConfidenceCalculator.Compute(Toy.Predict(layout, Toy.Line(layout, 50), (row, column) => row < 3 ? 0 : column < 3 ? 16 : 0), 1).Scores;
        double scale = 1.24 * Math.Cbrt(4) - 1.8;
        scores.ChainPairIptmDirected[0, 1].ShouldBe((float)(1 / (1 + Math.Pow(0.25 / scale, 2))), 1e-6f);
        scores.ChainPairIptmDirected[1, 0].ShouldBe((float)(1 / (1 + Math.Pow(8.25 / scale, 2))), 1e-6f);
        scores.ChainPairIptm[0, 1].ShouldBe(scores.ChainPairIptmDirected[0, 1]);
        scores.ChainPairIptm[1, 0].ShouldBe(scores.ChainPairIptmDirected[0, 1]);
        scores.ChainPairPaeMin[0, 1].ShouldBe(0.25f, 1e-5f);
        scores.ChainPairPaeMin[1, 0].ShouldBe(8.25f, 1e-5f);
        scores.RankingScore.ShouldBe(0.8f * scores.Iptm + 0.2f * scores.Ptm, 1e-6f);
    }

    [Fact]
    public void Overlapping_chains_clash_and_lose_a_hundred_points()
    {
        var layout = Toy.Layout("GGG", "GGG");
        float[] apart = Toy.Line(layout, 30), together = [.. apart[..9], .. apart[..9].Select(value => value + 0.1f)];
        ConfidenceCalculator.Compute(Toy.Predict(layout, apart, (_, _) => 3), 1).Scores.HasClash.ShouldBeFalse();
        var clashing = ConfidenceCalculator.Compute(Toy.Predict(layout, together, (_, _) => 3), 1).Scores;
        clashing.HasClash.ShouldBeTrue();
        clashing.RankingScore.ShouldBeLessThan(-99);
    }

    [Fact]
    public void Tokens_without_a_frame_give_no_maximum()
    {
        var layout = Toy.Layout("GGGG");
        layout = layout with { TokenHasFrame = [false, true, false, false] };
        var scores = ConfidenceCalculator.Compute(Toy.Predict(layout, Toy.Line(layout, 0), (row, _) => row == 1 ? 20 : 0), 1).Scores;
        scores.Ptm.ShouldBe((float)TmKernel.Weight(10.25, TmKernel.Scale(4)), 1e-6f);
    }

    [Fact]
    public void Rows_are_asked_for_once_and_never_as_a_whole()
    {
        var layout = Toy.Layout("GGGGG");
        var counting = new CountingRows(5, 64);
        var prediction = Toy.Predict(layout, Toy.Line(layout, 0), (_, _) => 0) with { Pae = counting };
        var confidence = ConfidenceCalculator.Compute(prediction, 1);
        counting.Asked.Order().ShouldBe([0, 1, 2, 3, 4]);
        confidence.Pae.ShouldAllBe(error => Math.Abs(error - 16) < 1e-4);
    }

    [Fact]
    public void Expectations_do_not_depend_on_the_scale_of_the_logits_offset() =>
        Gen.Select(Gen.Float[-30, 30].Array[64], Gen.Float[-500, 500]).Sample((logits, offset) =>
        {
            var centres = BinGrid.Error.Centres();
            double weight = logits.Sum(value => Math.Exp(value - logits.Max()));
            double expected = logits.Select((value, bin) => Math.Exp(value - logits.Max()) * centres[bin]).Sum() / weight;
            float actual = LogitExpectation.Of(new LogitArray([.. logits.Select(value => value + offset)], 1, 1, 64), centres)[0];
            return Math.Abs(actual - expected) < 2e-3;
        }, iter: 300, seed: "0000KOIPe036");

    [Fact]
    public void Logits_with_another_number_of_bins_are_refused() =>
        Should.Throw<ArgumentException>(() => LogitExpectation.Of(new LogitArray(new float[10], 1, 1, 10),
            BinGrid.Error.Centres())).Message.ShouldContain("10 bins");

    private sealed class CountingRows(int tokens, int bins) : ILogitRows
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Asked { get; } = [];

        public int Rows => tokens;

        public int Columns => tokens;

        public int Bins => bins;

        public void CopyRow(int row, Span<float> destination)
        {
            destination.Length.ShouldBe(tokens * bins);
            Asked.Add(row);
            destination.Clear();
        }
    }
}
