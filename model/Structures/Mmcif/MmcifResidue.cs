using System.Collections.Immutable;

namespace Foldline.Structures.Mmcif;

/// <summary>A residue of a polymer, or one molecule of a ligand, ion or water.</summary>
public sealed record MmcifResidue
{
    /// <summary>The component code, for example <c>ALA</c>.</summary>
    public required string Component { get; init; }

    /// <summary>The 1-based position in the entity's sequence (<c>label_seq_id</c>); <c>null</c> outside polymers.</summary>
    public required int? SequenceNumber { get; init; }

    /// <summary>The author's residue number.</summary>
    public required string AuthorNumber { get; init; }

    /// <summary>The author's insertion code; empty where there is none.</summary>
    public string InsertionCode { get; init; } = "";

    /// <summary>Its atoms in file order, alternatives included.</summary>
    public required ImmutableArray<MmcifAtom> Atoms { get; init; }

    /// <summary>The first atom of a name, or <c>null</c>.</summary>
    public MmcifAtom? Find(string atom) => Atoms.FirstOrDefault(candidate => candidate.Name == atom);
}
