using System.Collections.Immutable;
using Foldline.Sequences;

namespace Foldline.Features.Complexes;

/// <summary>One distinct molecule of a complex by its components: what a sequence, a list of modifications or a ligand code comes down to.</summary>
public sealed record ComplexEntity
{
    /// <summary>What the user calls it; its components may disagree residue by residue.</summary>
    public required EntityKind Kind { get; init; }

    /// <summary>The one-letter codes the alignments are made for; empty for ligands and ions.</summary>
    public string Sequence { get; init; } = "";

    /// <summary>The component of each residue, in order. The residues of a ligand are not linked unless a bond says so.</summary>
    public required ImmutableArray<string> Codes { get; init; }

    /// <summary>The chain identifier of each copy.</summary>
    public required ImmutableArray<string> ChainIds { get; init; }
}
