using Foldline.Alignments;

namespace Foldline.Features;

/// <summary>The alignments of one entity, the query first in each; empty where there is none.</summary>
/// <param name="Unpaired">Rows of this entity alone (for an RNA the only ones).</param>
/// <param name="Paired">Rows whose descriptions name their species, to be paired across the chains of a complex; proteins only.</param>
public sealed record EntityAlignments(Alignment Unpaired, Alignment Paired)
{
    /// <summary>No alignment: the entity stands alone with its sequence.</summary>
    public static EntityAlignments None { get; } = new(Alignment.Empty, Alignment.Empty);

    /// <summary>Alignments given as A3M text; an empty or absent text is no alignment.</summary>
    /// <exception cref="AlignmentFormatException">A text holds a letter that is not ASCII.</exception>
    public static EntityAlignments FromA3m(string? unpaired, string? paired) => new(A3mReader.Parse(unpaired ?? ""), A3mReader.Parse(paired ?? ""));
}
