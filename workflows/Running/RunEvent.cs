using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Something that happened in a run, for progress displays. Everything that matters is in the state store as well; events may be dropped.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="RunId">The run.</param>
/// <param name="At">When.</param>
public sealed record RunEvent(RunEventKind Kind, string RunId, DateTimeOffset At)
{
    /// <summary>The instance (target); empty for events of the whole run.</summary>
    public string InstanceId { get; init; } = "";

    /// <summary>The activity's id in the definition; empty for events of an instance.</summary>
    public string ActivityId { get; init; } = "";

    /// <summary>The activity's type.</summary>
    public string ActivityType { get; init; } = "";

    /// <summary>The activity's label on the canvas.</summary>
    public string Label { get; init; } = "";

    /// <summary>What the activity mostly uses.</summary>
    public ResourceClass Resource { get; init; }

    /// <summary>The attempt, 1 for the first; 0 where it does not apply.</summary>
    public int Attempt { get; init; }

    /// <summary>The rung of the ladder.</summary>
    public int Rung { get; init; }

    /// <summary>How far an activity is.</summary>
    public ActivityProgress? Progress { get; init; }

    /// <summary>Time since the attempt, the unit or the instance began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Peak memory during the attempt, in bytes; 0 where it is not known.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Why something failed.</summary>
    public FailureVerdict? Failure { get; init; }

    /// <summary>When the next attempt is due.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The unit of work, for unit events; the line, for lines of the journal.</summary>
    public string? Text { get; init; }

    /// <summary>The state an instance ended in.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>How an instance ended, with its outputs.</summary>
    public InstanceResult? Result { get; init; }

    /// <summary>Instances that have ended, of the run.</summary>
    public int Ended { get; init; }

    /// <summary>Instances of the run.</summary>
    public int Total { get; init; }
}
