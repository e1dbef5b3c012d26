namespace Foldline.Workflows;

/// <summary>How a campaign is worked on.</summary>
public sealed record CampaignOptions
{
    /// <summary>Whether identical targets are computed once and share the result; default true.</summary>
    public bool Deduplicate { get; init; } = true;

    /// <summary>Targets of this campaign under way at once, at most; default none of its own: the workers' window holds.</summary>
    public int? Window { get; init; }

    /// <summary>More seeds for targets whose score is undecided; default none.</summary>
    public AdaptiveSampling? Adaptive { get; init; }
}
