using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Features;
using Foldline.Sequences;
using Foldline.Structures.Predictions;

namespace Foldline.Activities.Tests;

/// <summary>The chain from alignments to a ranking, with a stand-in for the network; the real network runs in Cli.Tests.</summary>
public sealed class PredictAndRankTests
{
    private sealed class StandInHost : IModelHost
    {
        public List<long> Seeds { get; } = [];

        public List<float[]> Conformers { get; } = [];

        public ModelIdentity Identity { get; init; } = new("stand-in", "untrained-0", "untrained", "cpu", "fp32", 3, 2);

        public Task PredictAsync(PredictionRequest request, Action<Foldline.Structures.Predictions.Prediction> consume, IProgress<ActivityProgress> progress, CancellationToken cancellationToken)
        {
            Seeds.Add(request.Seed);
            progress.Report(new ActivityProgress("trunk", 1, 4));
            Conformers.Add(request.Features["ref_pos"].Values<float>().ToArray());
            var (tokens, atoms) = (request.Features.Facts.Tokens, request.Features.Facts.Atoms);
            var random = new System.Random((int)request.Seed);
            float[] Draw(long count) => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() * 4)];
            for (var sample = 0; sample < request.Samples; sample++)
                consume(new Foldline.Structures.Predictions.Prediction
                {
                    Seed = request.Seed,
                    Sample = sample,
                    Layout = request.Features.Layout,
                    Coordinates = Draw(atoms * 3),
                    Plddt = new LogitArray(Draw(atoms * 50), atoms, 1, 50),
                    Pae = new LogitArray(Draw(tokens * tokens * 64), tokens, tokens, 64),
                    Pde = new LogitArray(Draw(tokens * tokens * 64), tokens, tokens, 64),
                    Resolved = new LogitArray(Draw(atoms * 2), atoms, 1, 2),
                    ContactProbability = Draw(tokens * tokens),
                });
            return Task.CompletedTask;
        }
    }

    private static async Task<(ArtifactRef Target, ArtifactRef Features)> FeaturesAsync(ActivityBench bench)
    {
        var target = await bench.TargetAsync("t", (EntityKind.Protein, "MKVLAAGH", 2, new SuppliedAlignments("", "")));
        var alignments = await bench.Store.PutJsonAsync(new TargetAlignments([new ChainAlignments("", "", [])]), ActivityJson.Options);
        var built = await new BuildFeatures(new Featurizer()).ExecuteAsync(
            ActivityBench.Inputs(("target", target), ("alignments", alignments)), bench.Context(), TestContext.Current.CancellationToken);
        ActivityBench.Output<int>(built, "tokens").ShouldBe(16);
        ActivityBench.Output<int>(built, "msaRows").ShouldBe(2);
        return (target, ActivityBench.Output<ArtifactRef>(built, "features"));
    }

    [Fact]
    public async Task Every_seed_gives_its_samples_and_the_ranking_orders_them_all()
    {
        using var bench = new ActivityBench();
        var token = TestContext.Current.CancellationToken;
        var (target, features) = await FeaturesAsync(bench);
        var host = new StandInHost();
        var predicted = await new PredictStructures(host).ExecuteAsync(
            ActivityBench.Inputs(("features", features), ("seeds", new[] { 7, 3 }), ("samples", 2)), bench.Context(), token);
        var predictions = ActivityBench.Output<ArtifactRef[]>(predicted, "predictions");
        predictions.Length.ShouldBe(4);
        host.Conformers[0].ShouldNotBe(host.Conformers[1]);

        var ranked = await new RankSamples().ExecuteAsync(ActivityBench.Inputs(("target", target), ("predictions", predictions)), bench.Context(), token);
        var ranking = await bench.Store.ReadJsonAsync<StoredRanking>(ActivityBench.Output<ArtifactRef>(ranked, "ranking"), ActivityJson.Options, token);
        ranking.Samples.Select(sample => sample.RankingScore).ShouldBeInOrder(SortDirection.Descending);
        ranking.Samples.Select(sample => (sample.Seed, sample.Sample)).Order().ShouldBe([(3, 0), (3, 1), (7, 0), (7, 1)]);
        var atoms = FeatureFile.Load(await bench.Store.LocalFileAsync(features, token)).Facts.Atoms;
        (await ranking.OpenAsync(bench.Store, token)).Best.Load().Coordinates.Length.ShouldBe(3 * atoms);
    }

    [Fact]
    public async Task Progress_counts_all_seeds_of_a_target()
    {
        using var bench = new ActivityBench();
        var (_, features) = await FeaturesAsync(bench);
        bench.Progress.Clear();
        await new PredictStructures(new StandInHost()).ExecuteAsync(
            ActivityBench.Inputs(("features", features), ("seeds", new[] { 7, 3, 5 }), ("samples", 1)), bench.Context(), TestContext.Current.CancellationToken);
        bench.Progress.Select(now => (now.Done, now.Total)).ShouldBe([(1, 12), (5, 12), (9, 12)]);
    }

    [Fact]
    public async Task A_seed_that_was_folded_before_is_not_folded_again()
    {
        using var bench = new ActivityBench();
        var token = TestContext.Current.CancellationToken;
        var (_, features) = await FeaturesAsync(bench);
        var host = new StandInHost();
        var context = bench.Context();
        var activity = new PredictStructures(host);
        await activity.ExecuteAsync(ActivityBench.Inputs(("features", features), ("seeds", new[] { 1 }), ("samples", 1)), context, token);
        var more = await activity.ExecuteAsync(ActivityBench.Inputs(("features", features), ("seeds", new[] { 1, 2 }), ("samples", 1)), context, token);
        host.Seeds.ShouldBe([1, 2]);
        ActivityBench.Output<ArtifactRef[]>(more, "predictions").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Other_weights_are_another_unit()
    {
        using var bench = new ActivityBench();
        var token = TestContext.Current.CancellationToken;
        var (_, features) = await FeaturesAsync(bench);
        var context = bench.Context();
        var first = new StandInHost();
        var second = new StandInHost { Identity = first.Identity with { WeightsHash = "other" } };
        foreach (var host in new[] { first, second })
            await new PredictStructures(host).ExecuteAsync(ActivityBench.Inputs(("features", features), ("samples", 1)), context, token);
        second.Seeds.ShouldBe([1]);
    }
}
