namespace Foldline.Activities;

/// <summary>What a failure means.</summary>
/// <param name="Class">What happens next.</param>
/// <param name="Message">One sentence a user understands.</param>
/// <param name="Suggestion">What the user may do about it; <c>null</c> when there is nothing to say.</param>
public sealed record FailureVerdict(FailureClass Class, string Message, string? Suggestion = null)
{
    /// <summary>The last lines of a tool's log, or a stack trace; kept with the attempt, shown on demand.</summary>
    public string? LogTail { get; init; }
}
