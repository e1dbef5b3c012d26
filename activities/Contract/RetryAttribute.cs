namespace Foldline.Activities;

/// <summary>The retry policy an activity has where the definition names none; see <see cref="RetryPolicy"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RetryAttribute : Attribute
{
    /// <summary>Attempts that may end in a transient failure, the first included.</summary>
    public int TransientAttempts { get; init; } = RetryPolicy.Default.TransientAttempts;

    /// <summary>Wait before the second attempt, in seconds.</summary>
    public double FirstDelaySeconds { get; init; } = RetryPolicy.Default.FirstDelay.TotalSeconds;

    /// <summary>Each further wait is this many times longer.</summary>
    public double DelayGrowth { get; init; } = RetryPolicy.Default.DelayGrowth;

    /// <summary>No wait is longer, in seconds.</summary>
    public double LongestDelaySeconds { get; init; } = RetryPolicy.Default.LongestDelay.TotalSeconds;

    /// <summary>Time one attempt may take, in seconds; 0 for no limit.</summary>
    public double TimeoutSeconds { get; init; }

    /// <summary>Names of the rungs climbed on resource failures.</summary>
    public string[] Ladder { get; init; } = [];

    internal RetryPolicy ToPolicy() => new()
    {
        TransientAttempts = TransientAttempts,
        FirstDelay = TimeSpan.FromSeconds(FirstDelaySeconds),
        DelayGrowth = DelayGrowth,
        LongestDelay = TimeSpan.FromSeconds(LongestDelaySeconds),
        Timeout = TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null,
        Ladder = Ladder,
    };
}
