using System.Collections.Immutable;
using Foldline.Sequences;

namespace Foldline.Structures.Mmcif;

/// <summary>One distinct molecule of a structure.</summary>
public sealed record MmcifEntity
{
    /// <summary>The identifier in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The kind mmCIF names.</summary>
    public required MmcifEntityType Type { get; init; }

    /// <summary>The polymer type, for example <c>polypeptide(L)</c>; empty for others.</summary>
    public string PolymerType { get; init; } = "";

    /// <summary>The author's name for it.</summary>
    public string Description { get; init; } = "";

    /// <summary>The component of each position of a polymer, residues without atoms included; the first where a position has several. Empty for
    /// others.</summary>
    public ImmutableArray<string> Sequence { get; init; } = [];

    /// <summary>What Foldline takes it for; <c>null</c> for polymers it cannot fold (D-peptides, peptide nucleic acids, hybrids) and for water.</summary>
    public EntityKind? Kind => (Type, PolymerType) switch
    {
        (MmcifEntityType.Polymer, "polypeptide(L)") => EntityKind.Protein,
        (MmcifEntityType.Polymer, "polyribonucleotide") => EntityKind.Rna,
        (MmcifEntityType.Polymer, "polydeoxyribonucleotide") => EntityKind.Dna,
        (MmcifEntityType.NonPolymer or MmcifEntityType.Branched or MmcifEntityType.Macrolide, _) => EntityKind.Ligand,
        _ => null,
    };
}
