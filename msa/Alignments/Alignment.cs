using System.Collections.Immutable;

namespace Foldline.Alignments;

/// <summary>A multiple sequence alignment: rows over the columns of its first row, the query.</summary>
/// <param name="Rows">The rows in file order; empty where there was no text at all.</param>
public sealed record Alignment(ImmutableArray<AlignmentRow> Rows)
{
    /// <summary>No rows: the reader of an empty text returns it.</summary>
    public static Alignment Empty { get; } = new(ImmutableArray<AlignmentRow>.Empty);

    /// <summary>The number of rows, the query included.</summary>
    public int Depth => Rows.Length;

    /// <summary>The number of columns: those of the first row; 0 without rows.</summary>
    public int Columns => Rows.IsEmpty ? 0 : Rows[0].Columns;

    /// <summary>The alignment of a sequence with nothing but itself.</summary>
    public static Alignment OfQuery(string sequence) => new([new AlignmentRow("query", sequence)]);

    /// <summary>Equal when the rows are.</summary>
    public bool Equals(Alignment? other) => other is not null && Rows.AsSpan().SequenceEqual(other.Rows.AsSpan());

    /// <summary>A hash over depth and first row.</summary>
    public override int GetHashCode() => HashCode.Combine(Depth, Rows.IsEmpty ? default : Rows[0]);
}
