using System.Collections.Immutable;

namespace Foldline.Structures.Mmcif;

/// <summary>A chain (mmCIF asym): one polymer, one ligand, or all waters of a chain.</summary>
/// <param name="Id">The file's own identifier (<c>label_asym_id</c>), unique.</param>
/// <param name="AuthorId">The author's chain identifier, which polymer and ligands may share.</param>
/// <param name="Entity">What it is a copy of.</param>
/// <param name="Residues">The residues that have atoms, in file order; the full sequence is the entity's.</param>
public sealed record MmcifChain(string Id, string AuthorId, MmcifEntity Entity, ImmutableArray<MmcifResidue> Residues)
{
    /// <summary>The number of atoms.</summary>
    public int Atoms => Residues.Sum(residue => residue.Atoms.Length);
}
