namespace Foldline.Workflows;

/// <summary>
/// Spends more seeds only where they may change a decision: a target whose best score lies within the band is folded again with more seeds, until it leaves
/// the band or has had enough. Seeds that were computed are not computed again.
/// </summary>
/// <param name="Low">Lower end of the undecided band of the score.</param>
/// <param name="High">Upper end of it.</param>
public sealed record AdaptiveSampling(double Low, double High)
{
    /// <summary>Seeds added in each round; default 4.</summary>
    public int SeedsPerRound { get; init; } = 4;

    /// <summary>Seeds a target gets in all; default 20.</summary>
    public int MostSeeds { get; init; } = 20;

    /// <summary>The activity output that is the score, by its name in the designer; default <c>rankingScore</c>.</summary>
    public string Score { get; init; } = "rankingScore";

    /// <summary>The workflow's input that holds the seeds; default <c>Seeds</c>.</summary>
    public string SeedsInput { get; init; } = "Seeds";
}
