using Foldline.Artifacts;

namespace Foldline.Activities.Search;

/// <summary>The result of one search unit, as it is remembered.</summary>
/// <param name="A3m">The alignment, query first.</param>
/// <param name="Hits">Rows besides the query, after the cap.</param>
/// <param name="HitsFound">Rows besides the query before the cap.</param>
/// <param name="Seconds">How long the search ran when it ran.</param>
/// <param name="Tool">The program and its version.</param>
public sealed record StoredSearch(ArtifactRef A3m, int Hits, long HitsFound, double Seconds, string Tool)
{
    /// <summary>The score of each row, where a shard of a database was searched; else <c>null</c>.</summary>
    public ArtifactRef? Scores { get; init; }
}
