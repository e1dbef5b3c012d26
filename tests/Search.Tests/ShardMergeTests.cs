using System.Collections.Immutable;
using CsCheck;
using Foldline.Alignments;

namespace Foldline.Search.Tests;

public sealed class ShardMergeTests
{
    private static readonly Gen<(int Exponent, int Bits, int Name)[]> Rows = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 99]).Array[0, 12];

    [Fact]
    public void The_merge_of_ordered_parts_is_the_order_of_all_and_keeps_the_best() => Gen.Select(Rows.Array[1, 5], Gen.Int[1, 30]).Sample((parts, cap) =>
    {
        var ordered = parts.Select(rows => rows.OrderBy(row => row.Exponent).ThenByDescending(row => row.Bits).ThenBy(row => $"s{row.Name:00}", StringComparer.Ordinal).ToArray()).ToArray();
        var merged = ShardMerge.Merge("MKV", [.. ordered.Select(Result)], cap);
        var expected = ordered.SelectMany(rows => rows).OrderBy(row => row.Exponent).ThenByDescending(row => row.Bits).ThenBy(row => $"s{row.Name:00}", StringComparer.Ordinal)
            .Take(cap - 1).Select(row => $"s{row.Name:00}");
        var alignment = A3mReader.Parse(merged.A3m);
        alignment.Rows[0].Letters.ShouldBe("MKV");
        alignment.Rows.Skip(1).Select(row => row.Name).ShouldBe(expected);
        merged.Hits.ShouldBe(alignment.Depth - 1);
        merged.HitsFound.ShouldBe(parts.Sum(rows => rows.Length));
    });

    [Fact]
    public void A_result_without_scores_is_refused() =>
        Should.Throw<ArgumentException>(() => ShardMerge.Merge("MKV", [new SearchResult(">query\nMKV\n>a\nMKV\n", 1, 1, TimeSpan.Zero, "")], 10));

    private static SearchResult Result((int Exponent, int Bits, int Name)[] rows) =>
        new(A3mWriter.ToText(rows.Select(row => new AlignmentRow($"s{row.Name:00}", "MKV")).Prepend(new AlignmentRow("query", "MKV"))), rows.Length, rows.Length, TimeSpan.FromSeconds(1), "tool")
        {
            Scores = [.. rows.Select(row => new RowScore(Math.Pow(10, row.Exponent - 9), row.Bits))],
        };
}
