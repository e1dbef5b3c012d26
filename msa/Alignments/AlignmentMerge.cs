namespace Foldline.Alignments;

/// <summary>Joins the alignments of one query from several databases.</summary>
public static class AlignmentMerge
{
    /// <summary>
    /// One alignment: the query, then the rows of each alignment in the order given, without the queries of the later ones. With <paramref name="deduplicate"/> a row
    /// whose letters without insertions came before is dropped (AlphaFold 3's unpaired alignment); without it all rows stay (its source for pairing).
    /// </summary>
    /// <param name="query">The query's sequence; it becomes the first row whatever the alignments hold.</param>
    /// <param name="alignments">Alignments whose first row is the query.</param>
    /// <param name="deduplicate">Whether equal rows are dropped.</param>
    public static Alignment Merge(string query, IEnumerable<Alignment> alignments, bool deduplicate)
    {
        var rows = new List<AlignmentRow> { new("query", query) };
        foreach (var alignment in alignments) rows.AddRange(alignment.Rows.Skip(1));
        return deduplicate ? Deduplicate(new Alignment([.. rows])) : new Alignment([.. rows]);
    }

    /// <summary>The alignment with the first of every set of rows that are equal without insertions.</summary>
    public static Alignment Deduplicate(Alignment alignment)
    {
        var seen = new HashSet<string>(alignment.Depth, StringComparer.Ordinal);
        return new Alignment([.. alignment.Rows.Where(row => seen.Add(row.WithoutInsertions()))]);
    }
}
