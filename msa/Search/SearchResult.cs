using System.Collections.Immutable;

namespace Foldline.Search;

/// <summary>What one search found.</summary>
/// <param name="A3m">The alignment, query first; the query alone when nothing was found.</param>
/// <param name="Hits">Rows besides the query, after the cap.</param>
/// <param name="HitsFound">Rows besides the query before the cap.</param>
/// <param name="Duration">Wall time of the search itself, without waiting for cores.</param>
/// <param name="ToolVersion">The program and its version, for example <c>jackhmmer 3.3.2</c>; empty when no program was needed.</param>
public sealed record SearchResult(string A3m, int Hits, long HitsFound, TimeSpan Duration, string ToolVersion)
{
    /// <summary>The score of each row besides the query; empty unless a shard of a database was searched.</summary>
    public ImmutableArray<RowScore> Scores { get; init; } = [];
}
