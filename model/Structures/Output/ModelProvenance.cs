namespace Foldline.Structures.Output;

/// <summary>How a model was made, as its file says it.</summary>
public sealed record ModelProvenance
{
    /// <summary>The version of Foldline.</summary>
    public required string Version { get; init; }

    /// <summary>The network's configuration, for example <c>protenix_base_default_v0.5.0</c>.</summary>
    public required string Network { get; init; }

    /// <summary>
    /// What the weights are where they are not a trained predictor: <c>untrained</c>, <c>demo: reproduces its 12 training entries, not a predictor</c>; empty
    /// for weights that need no warning.
    /// </summary>
    public string WeightsLabel { get; init; } = "";

    /// <summary>The hash of the weights file; empty where there is none.</summary>
    public string WeightsHash { get; init; } = "";

    /// <summary>The warning sentence; empty for weights that need none.</summary>
    public string Warning => WeightsLabel.Length == 0 ? ""
        : WeightsLabel.StartsWith("untrained", StringComparison.OrdinalIgnoreCase)
            ? "UNTRAINED WEIGHTS: these coordinates come from a network with random weights. They are not a prediction and mean nothing."
            : $"NOT A PREDICTION: made with weights labelled \"{WeightsLabel}\".";
}
