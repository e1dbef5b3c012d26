using CsCheck;

namespace Foldline.Alignments.Tests;

public sealed class MergeTests
{
    private static Alignment Rows(params string[] letters) => new([.. letters.Select((row, index) => new AlignmentRow(index == 0 ? "query" : $"{row}-{index}", row))]);

    [Fact]
    public void Merge_keeps_the_query_first_and_the_order_of_databases()
    {
        var merged = AlignmentMerge.Merge("MKV", [Rows("MKV", "MKA", "MK-"), Rows("MKV", "M-V", "MKA")], deduplicate: true);
        merged.Rows.Select(row => row.Letters).ShouldBe(["MKV", "MKA", "MK-", "M-V"]);
        merged.Rows[0].Description.ShouldBe("query");
    }

    [Fact]
    public void Merge_without_deduplication_keeps_every_hit_and_one_query() =>
        AlignmentMerge.Merge("MKV", [Rows("MKV", "MKV", "MKA"), Rows("MKV", "MKA")], deduplicate: false).Rows.Select(row => row.Letters).ShouldBe(["MKV", "MKV", "MKA", "MKA"]);

    [Fact]
    public void Rows_that_differ_only_in_insertions_are_duplicates() =>
        AlignmentMerge.Deduplicate(Rows("MKV", "MaKV", "MK.V", "MK.V", "M-V")).Rows.Select(row => row.Letters).ShouldBe(["MKV", "MK.V", "M-V"]);

    [Fact]
    public void Nothing_to_merge_leaves_the_query() => AlignmentMerge.Merge("MKV", [Alignment.Empty], deduplicate: true).ShouldBe(Alignment.OfQuery("MKV"));

    [Fact]
    public void Deduplicating_twice_changes_nothing_more() =>
        Gen.Char["MKa-"].Array[0, 4].Select(letters => new string(letters)).Array[1, 20].Sample(rows =>
        {
            var once = AlignmentMerge.Deduplicate(Rows(rows));
            return AlignmentMerge.Deduplicate(once) == once && once.Rows.Select(row => row.WithoutInsertions()).Distinct().Count() == once.Depth
                && once.Rows[0].Letters == rows[0];
        });
}
