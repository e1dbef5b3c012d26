using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Table <c>attempts</c>.</summary>
internal sealed class AttemptRow
{
    public long InstanceKey { get; set; }

    public int Frame { get; set; }

    public int Number { get; set; }

    public int Rung { get; set; }

    public required string Owner { get; set; }

    public long StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public AttemptOutcome? Outcome { get; set; }

    public FailureClass? Class { get; set; }

    public string? Message { get; set; }

    public string? Suggestion { get; set; }

    public string? LogTail { get; set; }

    public string? LostAt { get; set; }

    public double? DurationMs { get; set; }

    public long? PeakMemory { get; set; }

    public long? RetryAt { get; set; }
}
