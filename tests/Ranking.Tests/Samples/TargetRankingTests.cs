using Foldline.Ranking.Samples;

namespace Foldline.Ranking.Tests.Samples;

public class TargetRankingTests
{
    [Fact]
    public void The_best_score_comes_first_and_equal_scores_keep_seed_and_sample_order()
    {
        var ranking = TargetRanking.Of("t", Make(9, 1, 5), Make(9, 0, 5), Make(10, 0, 1), Make(2, 4, 5), Make(2, 0, 40));
        ranking.Samples.Select(sample => (sample.Rank, sample.Seed, sample.Sample)).ShouldBe([(1, 10, 0), (2, 2, 4), (3, 9, 0), (4, 9, 1), (5, 2, 0)]);
        ranking.Best.Folder.ShouldBe("seed-10_sample-0");
    }

    [Fact]
    public void Stored_samples_rank_like_those_in_memory()
    {
        var samples = new[] { Make(1, 0, 9), Make(1, 1, 2), Make(2, 0, 4) };
        var paths = samples.Select(sample =>
        {
            var path = Path.Combine(AppContext.BaseDirectory, $"ranked-{sample.Seed}-{sample.Sample}.safetensors");
            ScoredSampleFile.Save(path, sample);
            return path;
        }).ToArray();
        var stored = TargetRanking.OfFiles("t", paths);
        stored.Samples.Select(sample => (sample.Seed, sample.Sample)).ShouldBe(TargetRanking.Of("t", samples).Samples.Select(sample =>
            (sample.Seed, sample.Sample)));
        stored.Best.Load().Coordinates.ShouldBe(samples[1].Coordinates);
    }

    [Fact]
    public void A_score_that_is_not_a_number_ranks_last()
    {
        var broken = Make(1, 0, 1);
        broken = broken with { Confidence = broken.Confidence with { Scores = broken.Scores with { Ptm = float.NaN } } };
        TargetRanking.Of("t", broken, Make(5, 0, 60)).Best.Seed.ShouldBe(5);
    }

    [Fact]
    public void No_sample_or_the_same_one_twice_is_refused()
    {
        Should.Throw<ArgumentException>(() => TargetRanking.Of("t")).Message.ShouldContain("no sample");
        Should.Throw<ArgumentException>(() => TargetRanking.Of("t", Make(1, 0, 1), Make(1, 0, 2))).Message.ShouldContain("two samples");
    }

    private static ScoredSample Make(long seed, int sample, int error) => ScoredSampleFileTests.Make(seed, sample, error);
}
