using System.Collections.Immutable;
using Foldline.Alignments;

namespace Foldline.Search;

/// <summary>
/// The alignment of a whole database from those of its shards: rows by E-value, then score, then name, as AlphaFold 3 merges them (data/tools/shards.py). The E-values
/// compare because every shard was searched with the size of the whole (<c>-Z</c>).
/// </summary>
public static class ShardMerge
{
    /// <summary>Merges, and keeps the best rows.</summary>
    /// <param name="query">The query's sequence; the first row.</param>
    /// <param name="shards">The results of the shards, in order.</param>
    /// <param name="rowCap">Rows kept, the query included.</param>
    /// <exception cref="ArgumentException">A result has no score for each of its rows: it was not searched as a shard.</exception>
    public static SearchResult Merge(string query, ImmutableArray<SearchResult> shards, int rowCap)
    {
        var waiting = new PriorityQueue<(int Shard, int Row), (double EValue, double Score, string Name, int Shard)>(new Best());
        var rows = shards.Select(shard => A3mReader.Parse(shard.A3m).Rows).ToList();
        for (var shard = 0; shard < shards.Length; shard++)
        {
            if (shards[shard].Scores.Length != rows[shard].Length - 1)
                throw new ArgumentException($"Shard {shard} has {shards[shard].Scores.Length} scores for {rows[shard].Length - 1} rows.", nameof(shards));
            Offer(shard, 0);
        }
        var merged = new List<AlignmentRow> { new("query", query) };
        while (merged.Count < rowCap && waiting.TryDequeue(out var next, out _))
        {
            merged.Add(rows[next.Shard][next.Row + 1]);
            Offer(next.Shard, next.Row + 1);
        }
        return new SearchResult(A3mWriter.ToText(merged), merged.Count - 1, shards.Sum(shard => shard.HitsFound),
            TimeSpan.FromSeconds(shards.Sum(shard => shard.Duration.TotalSeconds)), shards[0].ToolVersion);

        void Offer(int shard, int row)
        {
            if (row >= shards[shard].Scores.Length) return;
            var score = shards[shard].Scores[row];
            waiting.Enqueue((shard, row), (score.EValue, score.Bits, rows[shard][row + 1].Name, shard));
        }
    }

    private sealed class Best : IComparer<(double EValue, double Score, string Name, int Shard)>
    {
        public int Compare((double EValue, double Score, string Name, int Shard) x, (double EValue, double Score, string Name, int Shard) y) =>
            x.EValue.CompareTo(y.EValue) is var expect and not 0 ? expect
            : y.Score.CompareTo(x.Score) is var score and not 0 ? score
            : string.CompareOrdinal(x.Name, y.Name) is var name and not 0 ? name
            : x.Shard.CompareTo(y.Shard);
    }
}
