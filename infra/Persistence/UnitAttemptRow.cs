using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Table <c>unit_attempts</c>.</summary>
internal sealed class UnitAttemptRow
{
    public required string Key { get; set; }

    public int Number { get; set; }

    public required string Label { get; set; }

    public required string RunId { get; set; }

    public long InstanceKey { get; set; }

    public int Frame { get; set; }

    public required string Owner { get; set; }

    public long StartedAt { get; set; }

    public long? EndedAt { get; set; }

    public AttemptOutcome? Outcome { get; set; }

    public FailureClass? Class { get; set; }

    public string? Message { get; set; }

    public double? DurationMs { get; set; }
}
