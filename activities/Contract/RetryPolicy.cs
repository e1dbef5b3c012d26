namespace Foldline.Activities;

/// <summary>
/// How often and how an activity is tried again, by class of failure. A definition may replace it per node through <c>resilienceStrategy</c>.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>What an activity gets that declares nothing.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>Attempts that may end in a transient failure, the first included; default 4. After the last the target fails.</summary>
    public int TransientAttempts { get; init; } = 4;

    /// <summary>Wait before the second attempt; default 2 seconds, long enough for a dropped connection to come back.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Each further wait is this many times longer; default 4.</summary>
    public double DelayGrowth { get; init; } = 4;

    /// <summary>No wait is longer; default 10 minutes.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time one attempt may take before it is stopped as a resource failure; default none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Names of the rungs after "as asked", first to last, e.g. <c>small-chunks</c>, <c>bf16</c>: each resource failure climbs one. Default none,
    /// so that the first resource failure is final. The activity reads its rung from the context and makes itself smaller.
    /// </summary>
    public IReadOnlyList<string> Ladder { get; init; } = [];

    /// <summary>The wait after the given number of transient failures, 1 for the first.</summary>
    public TimeSpan DelayAfter(int failures)
    {
        var seconds = FirstDelay.TotalSeconds * Math.Pow(DelayGrowth, Math.Max(0, failures - 1));
        return seconds >= LongestDelay.TotalSeconds ? LongestDelay : TimeSpan.FromSeconds(seconds);
    }
}
