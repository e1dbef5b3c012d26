using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Why an instance ended without its outputs: one row of the failure manifest.</summary>
/// <param name="ActivityId">The node that failed.</param>
/// <param name="ActivityType">Its type.</param>
/// <param name="Label">Its label on the canvas.</param>
/// <param name="Class">The class of the last failure.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Suggestion">What the user may do; <c>null</c> for nothing.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="LogTail">The last lines of the log or the stack trace.</param>
public sealed record InstanceFailure(string ActivityId, string ActivityType, string Label, FailureClass Class, string Message, string? Suggestion,
    int Attempts, string? LogTail);
