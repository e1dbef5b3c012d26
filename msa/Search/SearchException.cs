using System.Collections.Immutable;

namespace Foldline.Search;

/// <summary>A search did not finish. The message names program, database, target, exit code, the program's last words and the remedy.</summary>
public sealed class SearchException : Exception
{
    /// <summary>A failed search, with the sentence the user reads.</summary>
    public SearchException(SearchFaultKind kind, string message, Exception? inner = null) : base(message, inner) => Kind = kind;

    /// <summary>What to do about it.</summary>
    public SearchFaultKind Kind { get; }

    /// <summary>The program, for example jackhmmer.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The name of the database; empty where none was involved.</summary>
    public string Database { get; init; } = "";

    /// <summary>The target whose sequence was searched; empty where unknown.</summary>
    public string Target { get; init; } = "";

    /// <summary>The program's exit code, or <c>null</c> when it did not run or was stopped.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The last lines the program wrote to standard error.</summary>
    public ImmutableArray<string> LastLines { get; init; } = [];
}
