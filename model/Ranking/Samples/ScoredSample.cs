using Foldline.Ranking.Confidences;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Samples;

/// <summary>A structure with its confidence, logits no longer needed: what ranking, output and reports work on.</summary>
public sealed record ScoredSample
{
    /// <summary>The seed of its random draws.</summary>
    public required long Seed { get; init; }

    /// <summary>The 0-based sample within the seed.</summary>
    public required int Sample { get; init; }

    /// <summary>Atoms, tokens and chains.</summary>
    public required AtomLayout Layout { get; init; }

    /// <summary>Å. [atom, 3]</summary>
    public required float[] Coordinates { get; init; }

    /// <summary>The probability that two tokens lie within 8 Å. [token, token]</summary>
    public required float[] ContactProbability { get; init; }

    /// <summary>Per atom, per token pair and in sum.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>The scores.</summary>
    public ConfidenceScores Scores => Confidence.Scores;

    /// <summary>Scores a prediction.</summary>
    /// <param name="prediction">One sample as the network leaves it.</param>
    /// <param name="recycles">The number of recycling iterations of its run.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static ScoredSample From(Prediction prediction, int recycles, CancellationToken cancellation = default) => new()
    {
        Seed = prediction.Seed,
        Sample = prediction.Sample,
        Layout = prediction.Layout,
        Coordinates = prediction.Coordinates,
        ContactProbability = prediction.ContactProbability,
        Confidence = ConfidenceCalculator.Compute(prediction, recycles, cancellation),
    };
}
