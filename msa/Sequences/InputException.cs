namespace Foldline.Sequences;

/// <summary>
/// The user's input cannot be used as it stands. The message is one or two sentences that name the place (file, target, field, position) and what to do; trying
/// again without a change is pointless.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An input fault, with the sentence the user reads.</summary>
    public InputException(string message) : base(message) { }

    /// <summary>An input fault found while handling another one.</summary>
    public InputException(string message, Exception inner) : base(message, inner) { }
}
