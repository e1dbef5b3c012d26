using System.Collections.Immutable;

namespace Foldline.Sequences;

/// <summary>One distinct molecule of a target and its identical copies.</summary>
public sealed record Entity
{
    /// <summary>What the molecule is made of.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>One-letter codes, upper case, N to C terminus (5' to 3'); empty for ligands and ions.</summary>
    public required string Sequence { get; init; }

    /// <summary>The components of a ligand or ion, in order; empty for chains.</summary>
    public ImmutableArray<string> Components { get; init; } = [];

    /// <summary>Residues of a chain that are other components than their letters say.</summary>
    public ImmutableArray<Modification> Modifications { get; init; } = [];

    /// <summary>The chain identifier of each copy, in order; unique over the target.</summary>
    public required ImmutableArray<string> ChainIds { get; init; }

    /// <summary>Alignments the user brought, or the wish to search.</summary>
    public SuppliedAlignments Alignments { get; init; } = SuppliedAlignments.Search;

    /// <summary>The number of residues, or of components of a ligand.</summary>
    public int Length => Kind is EntityKind.Ligand or EntityKind.Ion ? Components.Length : Sequence.Length;

    /// <summary>The number of identical chains.</summary>
    public int Copies => ChainIds.Length;
}
