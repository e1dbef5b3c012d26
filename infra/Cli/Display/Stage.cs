using Foldline.Workflows;

namespace Foldline.Cli.Display;

/// <summary>Words for events.</summary>
public static class Stage
{
    /// <summary>An activity's name in a user's words.</summary>
    public static string Of(RunEvent happened) => happened.Label.Length > 0 ? happened.Label : happened.ActivityType[(happened.ActivityType.LastIndexOf('.') + 1)..];

    /// <summary>A time as people say it: 4.2 s, 1 min 05 s, 2 h 03 min.</summary>
    public static string Time(TimeSpan span) =>
        span.TotalSeconds < 60 ? FormattableString.Invariant($"{span.TotalSeconds:0.0} s")
        : span.TotalMinutes < 60 ? $"{(int)span.TotalMinutes} min {span.Seconds:00} s"
        : $"{(int)span.TotalHours} h {span.Minutes:00} min";
}
