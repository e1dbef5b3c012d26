namespace Foldline.Activities;

/// <summary>Thrown by an activity that knows the class of its failure.</summary>
public sealed class ActivityFailedException : Exception
{
    /// <summary>A failure with its verdict.</summary>
    public ActivityFailedException(FailureVerdict verdict, Exception? inner = null) : base(verdict.Message, inner) => Verdict = verdict;

    /// <summary>A failure of a class, in a sentence, with a remedy.</summary>
    public ActivityFailedException(FailureClass failureClass, string message, string? suggestion = null, Exception? inner = null)
        : this(new FailureVerdict(failureClass, message, suggestion), inner)
    {
    }

    /// <summary>What the failure means.</summary>
    public FailureVerdict Verdict { get; }
}
