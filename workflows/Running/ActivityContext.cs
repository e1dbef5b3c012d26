using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>What the runtime offers to one attempt.</summary>
internal sealed class ActivityContext : IActivityContext, IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);
    private readonly FlightRecorder.Notes _notes;
    private readonly UnitLedger _units;
    private readonly Action<ActivityProgress> _tell;
    private readonly string _scratch;
    private long _peakMemory, _toldAt;
    private string? _stage;

    public ActivityContext(UnitLedger units, FlightRecorder.Notes notes, string scratch, Action<ActivityProgress> tell)
    {
        (_units, _notes, _scratch, _tell) = (units, notes, scratch, tell);
    }

    public required string RunId { get; init; }

    public required string InstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required int Attempt { get; init; }

    public required int Rung { get; init; }

    public required string RungName { get; init; }

    public required IArtifactStore Artifacts { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Who asks, for the record of a unit.</summary>
    public required UnitRequester Requester { get; init; }

    public string ScratchFolder => Directory.CreateDirectory(_scratch).FullName;

    public long PeakMemory => Interlocked.Read(ref _peakMemory);

    public void Report(ActivityProgress progress)
    {
        _notes.Write(progress);
        var now = Time.GetTimestamp();
        var fresh = progress.Stage != _stage || (progress.Total > 0 && progress.Done == progress.Total);
        if (!fresh && Time.GetElapsedTime(Interlocked.Read(ref _toldAt), now) < ProgressInterval) return;
        _stage = progress.Stage;
        Interlocked.Exchange(ref _toldAt, now);
        _tell(progress);
    }

    public void RecordPeakMemory(long bytes)
    {
        for (var seen = PeakMemory; bytes > seen && Interlocked.CompareExchange(ref _peakMemory, bytes, seen) != seen; seen = PeakMemory)
        {
        }
    }

    public Task<T> OnceAsync<T>(UnitKey key, string unit, Func<CancellationToken, Task<T>> factory, CancellationToken cancellationToken) =>
        _units.OnceAsync(key, unit, Requester, factory, cancellationToken);

    public void Dispose()
    {
        _notes.Dispose();
        if (Directory.Exists(_scratch)) Directory.Delete(_scratch, recursive: true);
    }
}
