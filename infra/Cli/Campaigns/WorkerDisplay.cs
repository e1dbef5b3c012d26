using System.Globalization;
using Foldline.Cli.Terminal;
using Foldline.Workflows;

namespace Foldline.Cli.Campaigns;

/// <summary>One line on standard error for each thing a worker did.</summary>
internal sealed class WorkerDisplay(Screen screen, TimeProvider time) : IProgress<RunEvent>
{
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Report(RunEvent value)
    {
        var text = value.Kind switch
        {
            RunEventKind.ActivityFinished => $"{value.Label}: done in {value.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s",
            RunEventKind.ActivityRetrying => $"{value.Label}: failed, again at {value.RetryAt:HH:mm:ss}: {value.Failure?.Message}",
            RunEventKind.ActivityFailed => $"{value.Label}: FAILED: {value.Failure?.Message}",
            RunEventKind.InstanceFinished => value.Status!.Value.ToString().ToLowerInvariant(),
            RunEventKind.Line => value.Text,
            _ => null,
        };
        if (text is null) return;
        lock (_lock) screen.Say($"{time.GetLocalNow():HH:mm:ss} {value.InstanceId}: {text}");
    }
}
