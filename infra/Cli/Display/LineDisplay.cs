using Foldline.Cli.Terminal;
using Foldline.Workflows;

namespace Foldline.Cli.Display;

/// <summary>Plain lines for logs: what begins, ends, fails and is tried again; progress of long activities every half minute.</summary>
/// <param name="screen">Where to.</param>
/// <param name="time">The clock.</param>
public sealed class LineDisplay(Screen screen, TimeProvider time) : IRunDisplay
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, long> _lastProgress = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Show(RunEvent happened)
    {
        var line = happened.Kind switch
        {
            RunEventKind.ActivityStarted => $"{Stage.Of(happened)} …{(happened.Attempt > 1 ? $" (attempt {happened.Attempt})" : "")}",
            RunEventKind.ActivityFinished => $"{Stage.Of(happened)}: done in {Stage.Time(happened.Elapsed)}",
            RunEventKind.ActivityRetrying => $"{Stage.Of(happened)}: {happened.Failure?.Message} Trying again.",
            RunEventKind.ActivityFailed => $"{Stage.Of(happened)}: FAILED ({happened.Failure?.Class.ToString().ToLowerInvariant()}): {happened.Failure?.Message}",
            RunEventKind.UnitReused => $"{happened.Text}: taken from an earlier result",
            RunEventKind.Line => happened.Text,
            RunEventKind.InstanceFinished => $"{happened.Status?.ToString().ToLowerInvariant()} ({happened.Ended} of {happened.Total})",
            RunEventKind.ActivityProgress => Progress(happened),
            _ => null,
        };
        if (line is not null) screen.Say($"{time.GetLocalNow():HH:mm:ss}  {happened.InstanceId,-24} {line}");
    }

    /// <inheritdoc/>
    public void Note(string sentence) => screen.Say($"{time.GetLocalNow():HH:mm:ss}  {sentence}");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string? Progress(RunEvent happened)
    {
        if (happened.Progress is not { } progress) return null;
        var key = $"{happened.InstanceId}/{happened.ActivityId}";
        var now = time.GetTimestamp();
        if (_lastProgress.TryGetValue(key, out var last) && time.GetElapsedTime(last, now) < Quiet) return null;
        var isFirst = last == 0;
        _lastProgress[key] = now;
        if (isFirst) return null;
        var done = progress.Total > 0 ? $" {100 * progress.Done / progress.Total} %" : "";
        return $"{Stage.Of(happened)}: {progress.Stage}{done} after {Stage.Time(happened.Elapsed)}";
    }
}
