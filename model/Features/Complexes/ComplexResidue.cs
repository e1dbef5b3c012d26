using Foldline.Sequences;

namespace Foldline.Features.Complexes;

/// <summary>A residue, ligand component or ion of a laid-out complex. Its index in the complex is its <c>ref_space_uid</c>.</summary>
/// <param name="Chain">The index of its chain.</param>
/// <param name="Number">The 1-based number in the chain.</param>
/// <param name="Code">The component code; selenomethionine is told as MET.</param>
/// <param name="Kind">What its component is as a link: a ligand component inside a protein chain is a ligand.</param>
/// <param name="Class">The residue class of its tokens (<c>restype</c>).</param>
/// <param name="IsStandard">Whether the whole residue is one token.</param>
/// <param name="FirstAtom">The index of its first atom.</param>
/// <param name="Atoms">The number of its atoms.</param>
public sealed record ComplexResidue(int Chain, int Number, string Code, EntityKind Kind, byte Class, bool IsStandard, int FirstAtom, int Atoms)
{
    /// <summary>Whether it is a link of a polymer, standard or modified.</summary>
    public bool IsPolymer => Kind is EntityKind.Protein or EntityKind.Rna or EntityKind.Dna;

    /// <summary>Whether it is a modified residue of a polymer.</summary>
    public bool IsModified => IsPolymer && !IsStandard;
}
