namespace Foldline.Activities;

/// <summary>The kinds of artifact that flow through the pipeline, as port types.</summary>
public static class ArtifactKinds
{
    /// <summary>What is to be folded: one target with its chains.</summary>
    public const string Target = "Target";

    /// <summary>Search results of a target's chains.</summary>
    public const string Alignments = "Alignments";

    /// <summary>Everything the network reads.</summary>
    public const string Features = "Features";

    /// <summary>Predicted structures with their raw confidences.</summary>
    public const string Prediction = "Prediction";

    /// <summary>Ranked structures with their scores and files.</summary>
    public const string Ranking = "Ranking";
}
