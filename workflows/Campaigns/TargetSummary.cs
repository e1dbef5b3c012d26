using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>A target in a list.</summary>
public sealed record TargetSummary
{
    /// <summary>The store's number of it, unique over all campaigns: the id of its workflow instance.</summary>
    public required long Key { get; init; }

    /// <summary>Its campaign.</summary>
    public required string CampaignId { get; init; }

    /// <summary>The workflow it follows.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The version of it.</summary>
    public required int DefinitionVersion { get; init; }

    /// <summary>Its name, unique in the campaign.</summary>
    public required string Name { get; init; }

    /// <summary>Its number in order of submission.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Where it is.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Within the campaign, higher runs earlier.</summary>
    public required int Priority { get; init; }

    /// <summary>Node of the definition it is at, or stopped at; <c>null</c> before it began and after it succeeded.</summary>
    public string? Activity { get; init; }

    /// <summary>The name of the identical target whose result it shares; <c>null</c> where it is computed itself.</summary>
    public string? SharedWith { get; init; }

    /// <summary>Rounds of adaptive sampling it was folded again for.</summary>
    public int Rounds { get; init; }

    /// <summary>Why it failed; <c>null</c> unless it did.</summary>
    public InstanceFailure? Failure { get; init; }

    /// <summary>What it waits for that no living worker has: a database, a device, memory; <c>null</c> where nothing is wanting.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>When its next attempt is due, for waiting targets.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
