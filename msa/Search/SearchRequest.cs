namespace Foldline.Search;

/// <summary>One sequence to search in one database.</summary>
/// <param name="Sequence">The query, in capital letters.</param>
/// <param name="Database">Where to search.</param>
/// <param name="Target">The name for messages and progress: the target, or one of the targets, that wants the result.</param>
public sealed record SearchRequest(string Sequence, SequenceDatabase Database, string Target)
{
    /// <summary>Processor cores at most for this search; <c>null</c> (default) leaves it to the options. Several databases at once share the machine this way.</summary>
    public int? Cores { get; init; }
}
