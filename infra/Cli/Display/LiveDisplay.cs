using System.Threading.Channels;
using Foldline.Cli.Terminal;
using Foldline.Workflows;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Foldline.Cli.Display;

/// <summary>Bars on a terminal: one for the run, one for each activity under way, with elapsed time and the time left at the present pace.</summary>
public sealed class LiveDisplay : IRunDisplay
{
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<string> _notes = Channel.CreateUnbounded<string>();
    private readonly Dictionary<string, Bar> _bars = new(StringComparer.Ordinal);
    private readonly Screen _screen;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Task _drawing;
    private int _ended, _total;

    /// <summary>Begins to draw.</summary>
    public LiveDisplay(Screen screen, TimeProvider time)
    {
        (_screen, _time, _began) = (screen, time, time.GetTimestamp());
        _drawing = Task.Run(DrawAsync);
    }

    private sealed record Bar(string Target, string Stage, long Began, string Detail, double? Fraction);

    /// <inheritdoc/>
    public void Show(RunEvent happened) => _events.Writer.TryWrite(happened);

    /// <inheritdoc/>
    public void Note(string sentence) => _notes.Writer.TryWrite(sentence);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _drawing;
    }

    private Task DrawAsync() => _screen.Messages.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
    {
        var isOpen = true;
        Task<bool>? wake = null;
        while (isOpen)
        {
            wake ??= _events.Reader.WaitToReadAsync().AsTask();
            await Task.WhenAny(wake, Task.Delay(TimeSpan.FromMilliseconds(250), _time));
            var isBusy = wake.IsCompleted;
            if (isBusy) (isOpen, wake) = (await wake, null);
            while (_events.Reader.TryRead(out var happened)) Take(happened);
            while (_notes.Reader.TryRead(out var note)) _screen.Messages.MarkupLineInterpolated($"[grey]{note}[/]");
            live.UpdateTarget(Render());
            live.Refresh();
            if (isOpen && isBusy) await Task.Delay(TimeSpan.FromMilliseconds(80), _time);
        }
    });

    private void Take(RunEvent happened)
    {
        var key = $"{happened.InstanceId}/{happened.ActivityId}";
        if (happened.Total > 0) (_ended, _total) = (happened.Ended, happened.Total);
        switch (happened.Kind)
        {
            case RunEventKind.ActivityStarted:
                _bars[key] = new Bar(happened.InstanceId, Stage.Of(happened), _time.GetTimestamp(), "", null);
                break;
            case RunEventKind.ActivityProgress when happened.Progress is { } progress && _bars.TryGetValue(key, out var bar):
                _bars[key] = bar with
                {
                    Detail = progress.Message is null ? progress.Stage : $"{progress.Stage} {progress.Message}",
                    Fraction = progress.Total > 0 ? Math.Clamp(progress.Done / (double)progress.Total, 0, 1) : null,
                };
                break;
            case RunEventKind.ActivityFinished:
                _bars.Remove(key);
                break;
            case RunEventKind.ActivityRetrying:
                _bars.Remove(key);
                _screen.Messages.MarkupLineInterpolated($"[yellow]{happened.InstanceId}[/]  {Stage.Of(happened)}: {happened.Failure?.Message} Trying again.");
                break;
            case RunEventKind.ActivityFailed:
                _bars.Remove(key);
                _screen.Messages.MarkupLineInterpolated($"[red]{happened.InstanceId}[/]  {Stage.Of(happened)}: {happened.Failure?.Message}");
                break;
            case RunEventKind.InstanceFinished when happened.Status == InstanceStatus.Succeeded:
                _screen.Messages.MarkupLineInterpolated($"[green]{happened.InstanceId}[/]  folded in {Stage.Time(happened.Elapsed)}");
                break;
        }
    }

    private IRenderable Render()
    {
        var grid = new Grid().AddColumns(6);
        var elapsed = _time.GetElapsedTime(_began);
        grid.AddRow(new Text("all", new Style(decoration: Decoration.Bold)), new Text($"{_ended} of {_total} targets"), Meter(_total > 0 ? _ended / (double)_total : null),
            new Text(Stage.Time(elapsed)), new Text(Left(elapsed, _total > 0 ? _ended / (double)_total : null)), new Text(""));
        foreach (var bar in _bars.Values.OrderBy(bar => bar.Began))
        {
            var running = _time.GetElapsedTime(bar.Began);
            grid.AddRow(new Text(bar.Target), new Text(bar.Stage), Meter(bar.Fraction), new Text(Stage.Time(running)), new Text(Left(running, bar.Fraction)), new Text(bar.Detail));
        }
        return grid;
    }

    // Below five per cent or three seconds a guess would jump about; then nothing is said.
    private static string Left(TimeSpan elapsed, double? fraction) =>
        fraction is >= 0.05 and < 1 && elapsed > TimeSpan.FromSeconds(3) ? $"about {Stage.Time(elapsed * ((1 - fraction.Value) / fraction.Value))} left" : "";

    private static Text Meter(double? fraction)
    {
        const int width = 20;
        if (fraction is not { } part) return new Text(new string('·', width), new Style(Color.Grey));
        var full = (int)Math.Round(part * width);
        return new Text(new string('━', full) + new string('·', width - full), new Style(Color.Green));
    }
}
