namespace Foldline.Workflows;

/// <summary>Watches the process's resident memory while attempts run; each attempt gets the largest value seen during it.</summary>
internal sealed class MemorySampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly Lock _lock = new();
    private readonly HashSet<ActivityContext> _watched = [];
    private readonly ITimer _timer;
    private long _last;

    public MemorySampler()
    {
        _last = Environment.WorkingSet;
        _timer = TimeProvider.System.CreateTimer(_ => Sample(), null, Interval, Interval);
    }

    public void Watch(ActivityContext attempt)
    {
        lock (_lock) _watched.Add(attempt);
    }

    /// <summary>Stops watching; a short attempt gets the last sample.</summary>
    public void Release(ActivityContext attempt)
    {
        lock (_lock) _watched.Remove(attempt);
        attempt.RecordPeakMemory(Interlocked.Read(ref _last));
    }

    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        var now = Environment.WorkingSet;
        Interlocked.Exchange(ref _last, now);
        lock (_lock)
            foreach (var attempt in _watched) attempt.RecordPeakMemory(now);
    }
}
