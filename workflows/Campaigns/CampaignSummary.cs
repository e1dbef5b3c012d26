namespace Foldline.Workflows;

/// <summary>A campaign in a list.</summary>
public sealed record CampaignSummary
{
    /// <summary>Its id, unique.</summary>
    public required string Id { get; init; }

    /// <summary>The project it belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>What users call it.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow its targets follow.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version of it.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>Where it is.</summary>
    public required CampaignState State { get; init; }

    /// <summary>Why it is paused, in a sentence; <c>null</c> where it is not, or a user wished it.</summary>
    public string? PausedBecause { get; init; }

    /// <summary>Higher runs earlier.</summary>
    public required int Priority { get; init; }

    /// <summary>How its targets stand.</summary>
    public required TargetCounts Counts { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last target ended; <c>null</c> while it is open.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who submitted it.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>The campaign it was cloned from, or <c>null</c>.</summary>
    public string? ClonedFrom { get; init; }

    /// <summary>The schedule that submitted it, or <c>null</c>.</summary>
    public string? ScheduleId { get; init; }
}
