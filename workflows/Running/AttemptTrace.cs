using System.Diagnostics;

namespace Foldline.Workflows;

/// <summary>A span for each attempt, for whoever listens to the source <c>Foldline.Workflows</c>; where nobody does there is none and it costs nothing.</summary>
internal static class AttemptTrace
{
    private static readonly ActivitySource Source = new("Foldline.Workflows");

    /// <summary>Begins the span of an attempt, one of its own: requests that made the campaign have ended long ago.</summary>
    public static Activity? Begin(string campaign, Attempt attempt)
    {
        if (!Source.HasListeners()) return null;
        var span = Source.StartActivity($"{attempt.Node.Node.Type} {attempt.Node.Id}", ActivityKind.Internal, parentContext: default);
        span?.SetTag("foldline.campaign", campaign).SetTag("foldline.target", attempt.Instance.Record.Name).SetTag("foldline.activity", attempt.Node.Id)
            .SetTag("foldline.attempt", attempt.Record.Number).SetTag("foldline.rung", attempt.Record.Rung);
        return span;
    }

    /// <summary>Says how it came out.</summary>
    public static void End(this Activity? span, AttemptOutcome outcome, long? peakMemory)
    {
        span?.SetTag("foldline.outcome", outcome.ToString()).SetTag("foldline.peak_memory", peakMemory)
            .SetStatus(outcome == AttemptOutcome.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
    }
}
