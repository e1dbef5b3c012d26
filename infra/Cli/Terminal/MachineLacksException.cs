namespace Foldline.Cli.Terminal;

/// <summary>The machine lacks something the command needs. The message says what, and how to get it.</summary>
public sealed class MachineLacksException : Exception
{
    /// <summary>A lack, with the sentence the user reads.</summary>
    public MachineLacksException(string message) : base(message) { }

    /// <summary>A lack found through another error.</summary>
    public MachineLacksException(string message, Exception inner) : base(message, inner) { }
}
