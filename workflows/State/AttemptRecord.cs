using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>One attempt of an activity.</summary>
public sealed record AttemptRecord
{
    /// <summary>The instance.</summary>
    public required long InstanceKey { get; init; }

    /// <summary>The execution within the instance.</summary>
    public required int Frame { get; init; }

    /// <summary>Number of the attempt, 1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>The rung of the ladder it stood on.</summary>
    public required int Rung { get; init; }

    /// <summary>The process that made it: machine and process id.</summary>
    public required string Owner { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; <c>null</c> while it runs, and for ever where its process died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public AttemptOutcome? Outcome { get; init; }

    /// <summary>The class of its failure.</summary>
    public FailureClass? Class { get; init; }

    /// <summary>Its failure in a sentence.</summary>
    public string? Message { get; init; }

    /// <summary>What the user may do.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The last lines of the log, or the stack trace.</summary>
    public string? LogTail { get; init; }

    /// <summary>Where it stood when its process ended.</summary>
    public string? LostAt { get; init; }

    /// <summary>Time it took, in milliseconds.</summary>
    public double? DurationMs { get; init; }

    /// <summary>Peak memory while it ran, in bytes: of this process, or of the tool it ran when that was more.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>When the next attempt is due; <c>null</c> where there is none.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}
