namespace Foldline.Cli.Reports;

/// <summary>Seconds of work since a run first began. Hours between a stop and a <c>--resume</c>, in which nothing was tried, count for nothing, so that work stays visible.</summary>
internal sealed class WorkingTime
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(60);
    private readonly DateTimeOffset _begun;
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _pauses = [];

    /// <summary>Finds the pauses between a run's attempts.</summary>
    /// <param name="attempts">At least one attempt, in any order.</param>
    public WorkingTime(IEnumerable<ReportAttempt> attempts)
    {
        var ordered = attempts.OrderBy(attempt => attempt.Started).ToList();
        _begun = ordered[0].Started;
        var busyUntil = _begun;
        foreach (var attempt in ordered)
        {
            if (attempt.Started - busyUntil > LeastPause) _pauses.Add((busyUntil, attempt.Started));
            if (attempt.Started + attempt.Duration > busyUntil) busyUntil = attempt.Started + attempt.Duration;
        }
        Total = Math.Max(0.001, At(busyUntil));
    }

    /// <summary>From the first attempt's start to the last one's end, without pauses, in seconds.</summary>
    public double Total { get; }

    /// <summary>Where work stopped and went on later, in seconds of work.</summary>
    public IEnumerable<double> Pauses => _pauses.Select(pause => At(pause.From));

    /// <summary>How much work time had passed at a moment, in seconds.</summary>
    public double At(DateTimeOffset moment)
    {
        var rested = TimeSpan.Zero;
        foreach (var (from, to) in _pauses)
            if (moment > from) rested += (moment < to ? moment : to) - from;
        return (moment - _begun - rested).TotalSeconds;
    }
}
