namespace Foldline.Workflows;

/// <summary>One step of an instance: written whole or not at all.</summary>
public sealed record InstanceCommit
{
    /// <summary>The instance.</summary>
    public required long InstanceKey { get; init; }

    /// <summary>The version the step was made from; the commit raises it by one.</summary>
    public required long Version { get; init; }

    /// <summary>Where the instance is afterwards.</summary>
    public required InstanceStatus Status { get; init; }

    /// <summary>The state of the flow afterwards.</summary>
    public required string Snapshot { get; init; }

    /// <summary>When the next attempt is due, for waiting instances.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The workflow's outputs, once it has succeeded.</summary>
    public string? OutputsJson { get; init; }

    /// <summary>Why it failed, once it has.</summary>
    public InstanceFailure? Failure { get; init; }

    /// <summary>Other inputs for a new round of the instance; <c>null</c> leaves them.</summary>
    public string? InputsJson { get; init; }

    /// <summary>The node it is at; <c>null</c> where it is at none.</summary>
    public string? Activity { get; init; }

    /// <summary>What a campaign's followers are told.</summary>
    public IReadOnlyList<CampaignNote> Notes { get; init; } = [];

    /// <summary>The clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Executions that began or changed.</summary>
    public IReadOnlyList<ExecutionRecord> Executions { get; init; } = [];

    /// <summary>Attempts that began or ended.</summary>
    public IReadOnlyList<AttemptRecord> Attempts { get; init; } = [];
}
