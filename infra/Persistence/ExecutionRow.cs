using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Table <c>executions</c>.</summary>
internal sealed class ExecutionRow
{
    public long InstanceKey { get; set; }

    public int Frame { get; set; }

    public int? Parent { get; set; }

    public required string ActivityId { get; set; }

    public required string ActivityType { get; set; }

    public ExecutionStatus Status { get; set; }

    public long StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public string? Outcome { get; set; }

    public string? Inputs { get; set; }

    public string? Outputs { get; set; }

    public int Attempts { get; set; }
}
