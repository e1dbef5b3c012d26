using Foldline.Ranking.Comparison;

namespace Foldline.Ranking.Tests.Comparison;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Only_the_order_counts()
    {
        RankCorrelation.Spearman([1, 2, 3, 4], [0.1, 10, 11, 1e6]).ShouldBe(1, 1e-12);
        RankCorrelation.Spearman([1, 2, 3, 4], [4, 3, 2, 1]).ShouldBe(-1, 1e-12);
        RankCorrelation.Pearson([1, 2, 3, 4], [0.1, 10, 11, 1e6]).ShouldBeLessThan(0.8);
    }

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() => RankCorrelation.Ranks([3, 1, 3, 2]).ShouldBe([2.5, 0, 2.5, 1]);

    [Fact]
    public void A_published_example_comes_out()
    {
        // IQ against hours of television, ten people: ρ = -29/165 (the usual textbook example).
        double[] iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
        RankCorrelation.Spearman(iq, hours).ShouldBe(-29.0 / 165, 1e-12);
    }

    [Fact]
    public void What_never_varies_has_no_correlation() => double.IsNaN(RankCorrelation.Spearman([1, 1, 1], [1, 2, 3])).ShouldBeTrue();
}
