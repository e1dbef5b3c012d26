using System.Collections.Concurrent;
using Foldline.Artifacts;

namespace Foldline.Activities;

/// <summary>A context for one activity run by itself, without a workflow: units are remembered as long as this object lives, nothing is retried.</summary>
/// <param name="artifacts">Where payloads lie.</param>
/// <param name="scratchFolder">A folder for temporary files; created at first use, removed when disposed.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Hears of progress; may be <c>null</c>.</param>
public sealed class StandaloneContext(IArtifactStore artifacts, string scratchFolder, TimeProvider time, IProgress<ActivityProgress>? progress = null)
    : IActivityContext, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<object?>>> _units = new(StringComparer.Ordinal);
    private long _peakMemory;

    /// <inheritdoc/>
    public string RunId { get; init; } = "standalone";

    /// <inheritdoc/>
    public string InstanceId { get; init; } = "standalone";

    /// <inheritdoc/>
    public string ActivityId { get; init; } = "activity";

    /// <inheritdoc/>
    public int Attempt { get; init; } = 1;

    /// <inheritdoc/>
    public int Rung { get; init; }

    /// <inheritdoc/>
    public string RungName { get; init; } = "";

    /// <inheritdoc/>
    public IArtifactStore Artifacts => artifacts;

    /// <inheritdoc/>
    public TimeProvider Time => time;

    /// <inheritdoc/>
    public string ScratchFolder => Directory.CreateDirectory(scratchFolder).FullName;

    /// <summary>The largest peak memory told so far, in bytes.</summary>
    public long PeakMemory => Interlocked.Read(ref _peakMemory);

    /// <inheritdoc/>
    public void Report(ActivityProgress progressNow) => progress?.Report(progressNow);

    /// <inheritdoc/>
    public void RecordPeakMemory(long bytes)
    {
        for (var seen = PeakMemory; bytes > seen && Interlocked.CompareExchange(ref _peakMemory, bytes, seen) != seen; seen = PeakMemory)
        {
        }
    }

    /// <inheritdoc/>
    public async Task<T> OnceAsync<T>(UnitKey key, string unit, Func<CancellationToken, Task<T>> factory, CancellationToken cancellationToken)
    {
        var work = _units.GetOrAdd(key.Value, _ => new Lazy<Task<object?>>(async () => await factory(cancellationToken)));
        try
        {
            return (T)(await work.Value.WaitAsync(cancellationToken))!;
        }
        catch
        {
            _units.TryRemove(KeyValuePair.Create(key.Value, work));
            throw;
        }
    }

    /// <summary>Removes the temporary files.</summary>
    public void Dispose()
    {
        if (Directory.Exists(scratchFolder)) Directory.Delete(scratchFolder, recursive: true);
    }
}
