namespace Foldline.Sequences;

/// <summary>
/// Alignments the user brings for an entity, as A3M text. <c>null</c> asks for a search; an empty string says "none, and do not search" (the convention of
/// AlphaFold 3's input).
/// </summary>
/// <param name="Unpaired">Rows of this entity alone.</param>
/// <param name="Paired">Rows that may be paired across entities by species.</param>
public sealed record SuppliedAlignments(string? Unpaired = null, string? Paired = null)
{
    /// <summary>Nothing supplied: both alignments are searched for.</summary>
    public static SuppliedAlignments Search { get; } = new(null, null);
}
