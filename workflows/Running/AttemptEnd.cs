using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>How an attempt came out.</summary>
internal sealed record AttemptEnd(AttemptOutcome Outcome, TimeSpan Elapsed, long PeakMemory)
{
    public ActivityResult? Result { get; init; }

    public FailureVerdict? Verdict { get; init; }

    /// <summary>The exception behind a failure.</summary>
    public Exception? Cause { get; init; }
}
