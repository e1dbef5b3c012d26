using Foldline.Artifacts;
using Foldline.Ranking.Samples;
using Foldline.Sequences;

namespace Foldline.Activities.Ranking;

/// <summary>Ranks a target's samples over all its seeds.</summary>
[Activity("Foldline.Rank", "Ranks a target's structures over all its seeds.", Resource = ResourceClass.Light)]
public sealed class RankSamples : Activity<RankSamples.Input, RankSamples.Output>
{
    /// <summary>What is ranked.</summary>
    public sealed record Input
    {
        /// <summary>The target.</summary>
        [Input("What was folded.", Kind = ArtifactKinds.Target)]
        public required ArtifactRef Target { get; init; }

        /// <summary>Its structures.</summary>
        [Input("Its structures.", Kind = ArtifactKinds.Prediction)]
        public required IReadOnlyList<ArtifactRef> Predictions { get; init; }
    }

    /// <summary>The order, and the best sample's scores.</summary>
    public sealed record Output
    {
        /// <summary>All samples, best first.</summary>
        [Output("All structures, best first.", Kind = ArtifactKinds.Ranking)]
        public required ArtifactRef Ranking { get; init; }

        /// <summary>The best sample's ranking score.</summary>
        [Output("The best structure's ranking score; higher is better.")]
        public required double RankingScore { get; init; }

        /// <summary>The best sample's mean pLDDT.</summary>
        [Output("The best structure's mean pLDDT, 0 to 100.")]
        public required double Plddt { get; init; }
    }

    /// <inheritdoc/>
    protected override async Task<Output> ExecuteAsync(Input input, IActivityContext context, CancellationToken cancellationToken)
    {
        var target = await context.Artifacts.ReadJsonAsync<Target>(input.Target, ActivityJson.Options, cancellationToken);
        var files = new Dictionary<(long Seed, int Sample), ArtifactRef>();
        var paths = new List<string>();
        foreach (var prediction in input.Predictions)
        {
            var path = await context.Artifacts.LocalFileAsync(prediction, cancellationToken);
            var (seed, sample, _) = ScoredSampleFile.LoadScores(path);
            files[(seed, sample)] = prediction;
            paths.Add(path);
        }
        var ranking = TargetRanking.OfFiles(target.Name, paths);
        var stored = new StoredRanking(target.Name,
            [.. ranking.Samples.Select(sample => new StoredSample(sample.Seed, sample.Sample, sample.Scores.RankingScore, files[(sample.Seed, sample.Sample)]))]);
        return new Output
        {
            Ranking = await context.Artifacts.PutJsonAsync(stored, ActivityJson.Options, cancellationToken),
            RankingScore = ranking.Best.Scores.RankingScore,
            Plddt = ranking.Best.Scores.Plddt,
        };
    }
}
