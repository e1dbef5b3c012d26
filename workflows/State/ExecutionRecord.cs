namespace Foldline.Workflows;

/// <summary>One execution of a node, over all its attempts.</summary>
public sealed record ExecutionRecord
{
    /// <summary>The instance.</summary>
    public required long InstanceKey { get; init; }

    /// <summary>Number within the instance.</summary>
    public required int Frame { get; init; }

    /// <summary>The container's execution; <c>null</c> for the root.</summary>
    public int? Parent { get; init; }

    /// <summary>The node's id in the definition.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The node's type.</summary>
    public required string ActivityType { get; init; }

    /// <summary>Where it is.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The way it ended.</summary>
    public string? Outcome { get; init; }

    /// <summary>Its inputs as evaluated, as JSON.</summary>
    public string? InputsJson { get; init; }

    /// <summary>Its outputs, artifact references included, as JSON.</summary>
    public string? OutputsJson { get; init; }

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; init; }
}
