using System.Collections.Immutable;
using Foldline.Ranking.Confidences;
using Foldline.Ranking.Samples;

namespace Foldline.Ranking.Output;

/// <summary>A target's line in the run's ranking: its best sample with every score.</summary>
public sealed record RankingRow
{
    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>Chain identifiers.</summary>
    public required ImmutableArray<string> ChainIds { get; init; }

    /// <summary>The number of tokens: residues, and atoms of ligands and modified residues.</summary>
    public required int Tokens { get; init; }

    /// <summary>The seed of the best sample.</summary>
    public required long Seed { get; init; }

    /// <summary>The number of the best sample within the seed.</summary>
    public required int Sample { get; init; }

    /// <summary>The number of samples it was chosen from.</summary>
    public required int Samples { get; init; }

    /// <summary>The best sample's scores.</summary>
    public required ConfidenceScores Scores { get; init; }

    /// <summary>The label of weights that are no trained predictor; empty otherwise.</summary>
    public string WeightsLabel { get; init; } = "";

    /// <summary>The row of a ranked target.</summary>
    public static RankingRow Of(TargetRanking ranking, ImmutableArray<string> chainIds, int tokens, string weightsLabel = "") => new()
    {
        Target = ranking.Target,
        ChainIds = chainIds,
        Tokens = tokens,
        Seed = ranking.Best.Seed,
        Sample = ranking.Best.Sample,
        Samples = ranking.Samples.Length,
        Scores = ranking.Best.Scores,
        WeightsLabel = weightsLabel,
    };

    /// <summary>The better ranking score first, scores that are no number last; equal scores in order of name.</summary>
    public static Comparer<RankingRow> BestFirst { get; } = Comparer<RankingRow>.Create((a, b) =>
    {
        int order = Score(b).CompareTo(Score(a));
        return order != 0 ? order : string.CompareOrdinal(a.Target, b.Target);
    });

    /// <summary>Rows best first.</summary>
    public static ImmutableArray<RankingRow> Sort(params IEnumerable<RankingRow> rows) => [.. rows.Order(BestFirst)];

    private static float Score(RankingRow row) => float.IsNaN(row.Scores.RankingScore) ? float.NegativeInfinity : row.Scores.RankingScore;
}
