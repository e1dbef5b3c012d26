using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Table <c>instances</c>.</summary>
internal sealed class InstanceRow
{
    public long Key { get; set; }

    public long RunKey { get; set; }

    public required string Name { get; set; }

    public long Ordinal { get; set; }

    public int Priority { get; set; }

    public InstanceStatus Status { get; set; }

    public required string Inputs { get; set; }

    public required string InputsHash { get; set; }

    public string? Snapshot { get; set; }

    public long Version { get; set; }

    public long? DueAt { get; set; }

    public string? Outputs { get; set; }

    public string? Failure { get; set; }

    public long CreatedAt { get; set; }

    public long? StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public long UpdatedAt { get; set; }

    /// <summary>Equal for targets of a campaign that would be computed alike.</summary>
    public string? Identity { get; set; }

    /// <summary>The instance whose result this one shares.</summary>
    public long? SharedWith { get; set; }

    /// <summary>The class of <see cref="Failure"/>.</summary>
    public FailureClass? FailureClass { get; set; }

    /// <summary>The node it is at.</summary>
    public string? Activity { get; set; }

    /// <summary>What it waits for that no worker has; the next commit takes it away.</summary>
    public string? Waits { get; set; }

    /// <summary>Rounds of adaptive sampling.</summary>
    public int Rounds { get; set; }
}
