using Foldline.Cli.Terminal;
using Foldline.Workflows;

namespace Foldline.Cli.Display;

/// <summary>One JSON object for each event on standard output, for programs.</summary>
/// <param name="screen">Where to.</param>
public sealed class JsonDisplay(Screen screen) : IRunDisplay
{
    /// <inheritdoc/>
    public void Show(RunEvent happened) => screen.JsonLine(new
    {
        Event = happened.Kind.ToString(),
        happened.At,
        Target = Text(happened.InstanceId),
        Activity = Text(happened.ActivityType),
        Stage = happened.Progress?.Stage,
        Done = happened.Progress?.Done,
        Total = happened.Progress?.Total,
        Attempt = happened.Attempt > 0 ? happened.Attempt : (int?)null,
        Rung = happened.Rung > 0 ? happened.Rung : (int?)null,
        Seconds = happened.Elapsed > TimeSpan.Zero ? Math.Round(happened.Elapsed.TotalSeconds, 3) : (double?)null,
        Class = happened.Failure?.Class.ToString().ToLowerInvariant(),
        Message = happened.Failure?.Message ?? happened.Text,
        happened.Failure?.Suggestion,
        Status = happened.Status?.ToString().ToLowerInvariant(),
    });

    /// <inheritdoc/>
    public void Note(string sentence) => screen.JsonLine(new { Event = "Note", Message = sentence });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string? Text(string text) => text.Length > 0 ? text : null;
}
