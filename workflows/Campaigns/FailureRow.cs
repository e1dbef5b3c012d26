using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>A line of a campaign's failure manifest.</summary>
/// <param name="Target">The target.</param>
/// <param name="Status">Failed or quarantined.</param>
/// <param name="ActivityId">The node that failed.</param>
/// <param name="Label">What the canvas calls it.</param>
/// <param name="Class">The class of the last failure.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Suggestion">What the user may do; empty for nothing.</param>
/// <param name="LogTail">The last lines of the log; empty where there are none.</param>
/// <param name="EndedAt">When.</param>
public sealed record FailureRow(string Target, InstanceStatus Status, string ActivityId, string Label, FailureClass Class, int Attempts, string Message,
    string Suggestion, string LogTail, DateTimeOffset? EndedAt);
