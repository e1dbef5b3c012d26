namespace Foldline.Ranking.Output;

/// <summary>Which structures get a file of full confidences (PAE and contact probabilities per pair of tokens): the largest of a result, 60 MB at 1,000 tokens.</summary>
public enum ConfidenceFiles
{
    /// <summary>Every structure.</summary>
    All,

    /// <summary>The best one of a target.</summary>
    Best,

    /// <summary>None; all scores stand in the summaries.</summary>
    None,
}
