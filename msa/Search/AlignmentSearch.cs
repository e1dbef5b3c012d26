using System.Collections.Immutable;
using Foldline.Alignments;

namespace Foldline.Search;

/// <summary>Searches one sequence in several databases at once and joins what they find.</summary>
/// <param name="search">How one database is searched.</param>
/// <param name="budget">The cores the searches share.</param>
public sealed class AlignmentSearch(ISequenceSearch search, CoreBudget budget)
{
    /// <summary>Chains up to this length get no alignment: models of this kind ignore it (Protenix, protenix/data/msa), so no search is run.</summary>
    public const int LongestUnsearched = 4;

    /// <summary>Whether a sequence is worth a search.</summary>
    public static bool IsSearchable(string sequence) => sequence.Length > LongestUnsearched;

    /// <summary>Searches all databases in parallel; when one fails the others are stopped.</summary>
    /// <exception cref="SearchException">A search did not finish.</exception>
    public async Task<SearchedAlignments> SearchAsync(
        string sequence, ImmutableArray<SequenceDatabase> databases, string target, IProgress<SearchProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!IsSearchable(sequence)) return Combine(sequence, []);
        var cores = CoresFor(databases.Length);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = databases.Select(database => OneAsync(new SearchRequest(sequence, database, target) { Cores = cores })).ToList();
        var results = new List<SearchResult>();
        try
        {
            results.AddRange(await Task.WhenAll(running).ConfigureAwait(false));
        }
        catch
        {
            // The search that failed stopped the others: tell of the failure, not of their cancellation.
            var failed = running.Where(task => task.IsFaulted).Select(task => task.Exception!.InnerException!).FirstOrDefault();
            if (failed is not null && !cancellationToken.IsCancellationRequested) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failed);
            throw;
        }
        return Combine(sequence, [.. databases.Zip(results)]);

        async Task<SearchResult> OneAsync(SearchRequest request)
        {
            try
            {
                return await search.SearchAsync(request, progress, stop.Token).ConfigureAwait(false);
            }
            catch when (!stop.IsCancellationRequested)
            {
                await stop.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Cores for each of several searches that run at once: an equal share, at least 1.</summary>
    public int CoresFor(int searches) => Math.Max(1, budget.Total / Math.Max(1, searches));

    /// <summary>
    /// The alignments of a sequence from its searches. Unpaired: the query, then the hits of databases with that role in order, duplicates dropped. Paired: the
    /// query, then the hits of databases with that role, duplicates kept; from a database with both roles only rows that name a species.
    /// </summary>
    public static SearchedAlignments Combine(string sequence, ImmutableArray<(SequenceDatabase Database, SearchResult Result)> searches)
    {
        var parsed = searches.Select(search => (search.Database, Alignment: A3mReader.Parse(search.Result.A3m))).ToList();
        var unpaired = AlignmentMerge.Merge(sequence, With(DatabaseRoles.Unpaired), deduplicate: true);
        var paired = AlignmentMerge.Merge(sequence, With(DatabaseRoles.Paired).Zip(Roles()).Select(Pairable), deduplicate: false);
        return new SearchedAlignments(A3mWriter.ToText(unpaired), A3mWriter.ToText(paired), unpaired.Depth, paired.Depth);

        IEnumerable<Alignment> With(DatabaseRoles role) => parsed.Where(each => each.Database.Roles.HasFlag(role)).Select(each => each.Alignment);

        IEnumerable<DatabaseRoles> Roles() => parsed.Where(each => each.Database.Roles.HasFlag(DatabaseRoles.Paired)).Select(each => each.Database.Roles);

        static Alignment Pairable((Alignment Alignment, DatabaseRoles Roles) each) => each.Roles == DatabaseRoles.Paired || each.Alignment.Depth == 0
            ? each.Alignment
            : new Alignment([each.Alignment.Rows[0], .. each.Alignment.Rows.Skip(1).Where(row => SpeciesId.Of(row.Description).Length > 0)]);
    }
}
