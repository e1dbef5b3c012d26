using System.Collections.Immutable;

namespace Foldline.Sequences;

/// <summary>One distinct molecule of a target and its identical copies.</summary>
public sealed record Entity
{
    /// <summary>What the molecule is made of.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>One-letter codes, upper case, N to C terminus (5' to 3'); empty for ligands and ions.</summary>
    public required string Sequence { get; init; }

    /// <summary>The chain identifier of each copy, in order; unique over the target.</summary>
    public required ImmutableArray<string> ChainIds { get; init; }

    /// <summary>Alignments the user brought, or the wish to search.</summary>
    public SuppliedAlignments Alignments { get; init; } = SuppliedAlignments.Search;

    /// <summary>The number of identical chains.</summary>
    public int Copies => ChainIds.Length;
}
