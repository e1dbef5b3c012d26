namespace Foldline.Search;

/// <summary>Searches one sequence in one database: the unit of retry, of caching and of distribution.</summary>
public interface ISequenceSearch
{
    /// <summary>The alignment of the query with its hits, query first.</summary>
    /// <exception cref="SearchException">The search did not finish.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; no process and no temporary file is left.</exception>
    Task<SearchResult> SearchAsync(SearchRequest request, IProgress<SearchProgress>? progress = null, CancellationToken cancellationToken = default);
}
