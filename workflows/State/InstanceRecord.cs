namespace Foldline.Workflows;

/// <summary>An instance as the store keeps it.</summary>
public sealed record InstanceRecord
{
    /// <summary>The store's own number of it.</summary>
    public required long Key { get; init; }

    /// <summary>Its run.</summary>
    public required long RunKey { get; init; }

    /// <summary>Its name, unique in the run.</summary>
    public required string Name { get; init; }

    /// <summary>Its number in order of submission.</summary>
    public required long Ordinal { get; init; }

    /// <summary>Higher runs earlier.</summary>
    public required int Priority { get; init; }

    /// <summary>Where it is.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>Values of the workflow's inputs.</summary>
    public required string InputsJson { get; init; }

    /// <summary>The state of the flow between commits; <c>null</c> before it began.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Grows by one with each commit.</summary>
    public required long Version { get; init; }

    /// <summary>When the next attempt is due, for waiting instances.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What it waits for that no worker had when somebody looked last.</summary>
    public string? Waits { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Its place in the order.</summary>
    public InstancePlace Place => new(Priority, Ordinal);
}
