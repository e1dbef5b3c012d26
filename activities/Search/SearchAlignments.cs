using System.Collections.Immutable;
using Foldline.Artifacts;
using Foldline.Search;
using Foldline.Sequences;

namespace Foldline.Activities.Search;

/// <summary>
/// Searches every distinct chain of a target in every database. The unit of work is (sequence, database): it is remembered by content, so a sequence that stands in
/// many targets, runs or retries is searched once.
/// </summary>
[Activity("Foldline.SearchAlignments", "Searches each distinct chain in the sequence databases.", Category = "Foldline", Resource = ResourceClass.Search)]
[Retry(TransientAttempts = 3, FirstDelaySeconds = 2)]
public sealed class SearchAlignments(SearchHost host) : Activity<SearchAlignments.Input, SearchAlignments.Output>
{
    /// <summary>What is searched, and where.</summary>
    public sealed record Input
    {
        /// <summary>The target.</summary>
        [Input("What is to be folded.", Kind = ArtifactKinds.Target)]
        public required ArtifactRef Target { get; init; }

        /// <summary>Databases as NAME=PATH.</summary>
        [Input("Databases as NAME=PATH; none means the bundled one.")]
        public IReadOnlyList<string> Databases { get; init; } = [];

        /// <summary>Whether anything is searched.</summary>
        [Input("Whether alignments are searched for; without them the sequence alone is folded.")]
        public bool UseMsa { get; init; } = true;
    }

    /// <summary>What was found.</summary>
    public sealed record Output
    {
        /// <summary>The alignments of each entity.</summary>
        [Output("The alignments of each entity.", Kind = ArtifactKinds.Alignments)]
        public required ArtifactRef Alignments { get; init; }

        /// <summary>Rows besides the queries, over all entities.</summary>
        [Output("Rows found, over all chains.", Unit = "rows")]
        public required int Rows { get; init; }
    }

    /// <inheritdoc/>
    protected override async Task<Output> ExecuteAsync(Input input, IActivityContext context, CancellationToken cancellationToken)
    {
        var target = await context.Artifacts.ReadJsonAsync<Target>(input.Target, ActivityJson.Options, cancellationToken);
        var databases = input.UseMsa ? await host.DatabasesAsync(input.Databases, cancellationToken) : [];
        var searches = new Dictionary<string, Task<ChainAlignments>>(StringComparer.Ordinal);
        var entities = new List<ChainAlignments>();
        foreach (var entity in target.Entities)
        {
            var supplied = entity.Alignments;
            var open = input.UseMsa && entity.Kind == EntityKind.Protein && (supplied.Unpaired is null || supplied.Paired is null)
                       && AlignmentSearch.IsSearchable(entity.Sequence);
            if (open && !searches.ContainsKey(entity.Sequence)) searches[entity.Sequence] = SearchAsync(entity.Sequence, databases, target.Name, context, cancellationToken);
            var found = open ? await searches[entity.Sequence] : new ChainAlignments("", "", []);
            entities.Add(found with { Unpaired = supplied.Unpaired ?? found.Unpaired, Paired = supplied.Paired ?? found.Paired });
        }
        var stored = await context.Artifacts.PutJsonAsync(new TargetAlignments(entities), ActivityJson.Options, cancellationToken);
        return new Output { Alignments = stored, Rows = entities.Sum(entity => entity.Databases.Sum(database => database.Hits)) };
    }

    /// <inheritdoc/>
    public override FailureVerdict Classify(Exception exception) => exception is SearchException fault
        ? new FailureVerdict(fault.Kind switch
        {
            SearchFaultKind.MissingTool => FailureClass.Deterministic,
            SearchFaultKind.Resource => FailureClass.Resource,
            SearchFaultKind.Deterministic => FailureClass.Deterministic,
            _ => FailureClass.Transient,
        }, fault.Message) { LogTail = string.Join('\n', fault.LastLines) }
        : base.Classify(exception);

    private async Task<ChainAlignments> SearchAsync(
        string sequence, ImmutableArray<SequenceDatabase> databases, string target, IActivityContext context, CancellationToken cancellationToken)
    {
        var cores = Math.Max(1, host.Budget.Total / databases.Length);
        var found = await Task.WhenAll(databases.Select(async database =>
        {
            var fingerprint = await host.FingerprintAsync(database);
            var key = UnitKey.Of("search", SearchCacheKey.Of(sequence, database, fingerprint, host.Installation, host.Options));
            var stored = await context.OnceAsync(key, $"{database.Name} for {target}", token => SearchOneAsync(sequence, database, cores, target, context, token), cancellationToken);
            return (Database: database, Fingerprint: fingerprint, Stored: stored);
        }));

        var results = new List<(SequenceDatabase, SearchResult)>();
        foreach (var (database, _, stored) in found)
        {
            var a3m = await context.Artifacts.ReadTextAsync(stored.A3m, cancellationToken);
            results.Add((database, new SearchResult(a3m, stored.Hits, stored.HitsFound, TimeSpan.FromSeconds(stored.Seconds), stored.Tool)));
        }
        var combined = AlignmentSearch.Combine(sequence, [.. results]);
        return new ChainAlignments(combined.Unpaired, combined.Paired,
            [.. found.Select(each => new DatabaseUse(each.Database.Name, each.Fingerprint.Key, each.Stored.Hits, each.Stored.Seconds, each.Stored.Tool))]);
    }

    private async Task<StoredSearch> SearchOneAsync(string sequence, SequenceDatabase database, int cores, string target, IActivityContext context, CancellationToken cancellationToken)
    {
        var progress = new SynchronousProgress<SearchProgress>(now => context.Report(new ActivityProgress(
            "search", (long)((now.Fraction ?? 0) * 1000), now.Fraction is null ? 0 : 1000, now.Database)));
        var result = await host.Search.SearchAsync(new SearchRequest(sequence, database, target) { Cores = cores }, progress, cancellationToken);
        var a3m = await context.Artifacts.PutTextAsync(result.A3m, "text/x-a3m", cancellationToken);
        return new StoredSearch(a3m, result.Hits, result.HitsFound, result.Duration.TotalSeconds, result.ToolVersion);
    }
}
