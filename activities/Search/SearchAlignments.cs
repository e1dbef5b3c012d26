using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    // Two cores to a part, as AlphaFold 3 is run on split databases: one reads, and more workers wait for it.
    private const int CoresForAPart = 2;

    /// <summary>What is searched, and where.</summary>
    public sealed record Input
    {
        /// <summary>The target.</summary>
        [Input("What is to be folded.", Kind = ArtifactKinds.Target)]
        public required ArtifactRef Target { get; init; }

        /// <summary>Databases as NAME=PATH.</summary>
        [Input("Databases as NAME=PATH, or NAME=PREFIX@SHARDS,z=SIZE for a split one; none means the bundled one.")]
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
    public override ActivityNeeds NeedsOf(JsonObject inputs) => inputs["useMsa"]?.GetValueKind() == JsonValueKind.False || inputs["databases"] is not JsonArray names
        ? ActivityNeeds.None
        // One with a path says itself where it lies.
        : new ActivityNeeds([.. names.Select(name => name!.ToString()).Where(name => !name.Contains('=', StringComparison.Ordinal))]);

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
        var found = await Task.WhenAll(databases.Select(database => SearchDatabaseAsync(sequence, database, databases.Length, target, context, cancellationToken)));
        var combined = AlignmentSearch.Combine(sequence, [.. found.Select(each => (each.Database, each.Result))]);
        return new ChainAlignments(combined.Unpaired, combined.Paired,
            [.. found.Select(each => new DatabaseUse(each.Database.Name, each.Fingerprint, each.Result.Hits, each.Result.Duration.TotalSeconds, each.Result.ToolVersion))]);
    }

    // The parts of a split database are units of their own: a part that fails, or a process that dies, costs one part.
    private async Task<(SequenceDatabase Database, string Fingerprint, SearchResult Result)> SearchDatabaseAsync(
        string sequence, SequenceDatabase database, int databases, string target, IActivityContext context, CancellationToken cancellationToken)
    {
        var parts = database.Parts;
        var cores = Math.Clamp(host.Budget.Total / databases, 1, parts.Length > 1 ? CoresForAPart : int.MaxValue);
        using var room = new SemaphoreSlim(host.Budget.Total);
        var results = await Task.WhenAll(parts.Select(async (part, index) =>
        {
            await room.WaitAsync(cancellationToken);
            try
            {
                var fingerprint = await host.FingerprintAsync(part);
                var key = UnitKey.Of("search", SearchCacheKey.Of(sequence, part, fingerprint, host.Installation, host.Options));
                var label = parts.Length > 1 ? $"{database.Name} {index + 1} of {parts.Length} for {target}" : $"{database.Name} for {target}";
                var stored = await context.OnceAsync(key, label, token => SearchOneAsync(sequence, part, cores, target, context, token), cancellationToken);
                return (fingerprint.Key, Result: await OpenAsync(stored, context, cancellationToken));
            }
            finally
            {
                room.Release();
            }
        }));
        if (parts is [{ IsShard: false }]) return (database, results[0].Key, results[0].Result);
        var merged = ShardMerge.Merge(sequence, [.. results.Select(each => each.Result)], database.RowCap);
        return (database, UnitKey.Of("shards", [.. results.Select(each => each.Key)]).Value, merged);
    }

    private static async Task<SearchResult> OpenAsync(StoredSearch stored, IActivityContext context, CancellationToken cancellationToken)
    {
        var a3m = await context.Artifacts.ReadTextAsync(stored.A3m, cancellationToken);
        return new SearchResult(a3m, stored.Hits, stored.HitsFound, TimeSpan.FromSeconds(stored.Seconds), stored.Tool)
        {
            Scores = stored.Scores is { } scores ? await context.Artifacts.ReadJsonAsync<ImmutableArray<RowScore>>(scores, ActivityJson.Options, cancellationToken) : [],
        };
    }

    private async Task<StoredSearch> SearchOneAsync(string sequence, SequenceDatabase database, int cores, string target, IActivityContext context, CancellationToken cancellationToken)
    {
        var progress = new SynchronousProgress<SearchProgress>(now => context.Report(new ActivityProgress(
            "search", (long)((now.Fraction ?? 0) * 1000), now.Fraction is null ? 0 : 1000, now.Database)));
        var result = await host.Search.SearchAsync(new SearchRequest(sequence, database, target) { Cores = cores }, progress, cancellationToken);
        var a3m = await context.Artifacts.PutTextAsync(result.A3m, "text/x-a3m", cancellationToken);
        return new StoredSearch(a3m, result.Hits, result.HitsFound, result.Duration.TotalSeconds, result.ToolVersion)
        {
            Scores = database.IsShard ? await context.Artifacts.PutJsonAsync(result.Scores, ActivityJson.Options, cancellationToken) : null,
        };
    }
}
