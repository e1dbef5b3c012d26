namespace Foldline.Alignments;

/// <summary>
/// One row of an alignment in A3M letters: <c>A-Z</c> and <c>-</c> fill the query's columns, everything else (lower case, <c>.</c>, <c>*</c>) is an insertion before
/// the next column.
/// </summary>
/// <param name="Description">The text after <c>&gt;</c>: a name and whatever follows it.</param>
/// <param name="Letters">The aligned letters with insertions, on one line.</param>
public readonly record struct AlignmentRow(string Description, string Letters)
{
    /// <summary>The description up to its first blank.</summary>
    public string Name => Description.AsSpan().IndexOfAny(' ', '\t') is var end and >= 0 ? Description[..end] : Description;

    /// <summary>The number of columns the row fills: letters <c>A-Z</c> and gaps <c>-</c>.</summary>
    public int Columns => Letters.AsSpan().Count('-') + Letters.Count(char.IsAsciiLetterUpper);

    /// <summary>The letters without ASCII lower case: what two rows are compared by when duplicates are dropped (a dot stays, as in AlphaFold 3 and Protenix).</summary>
    public string WithoutInsertions()
    {
        if (!Letters.AsSpan().ContainsAnyInRange('a', 'z')) return Letters;
        Span<char> kept = Letters.Length <= 4096 ? stackalloc char[Letters.Length] : new char[Letters.Length];
        var count = 0;
        foreach (var letter in Letters)
            if (!char.IsAsciiLetterLower(letter)) kept[count++] = letter;
        return new string(kept[..count]);
    }
}
