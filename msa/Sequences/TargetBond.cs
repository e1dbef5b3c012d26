namespace Foldline.Sequences;

/// <summary>A covalent bond beyond the links of the chains: a glycan on its residue, a ligand on a cysteine.</summary>
/// <param name="First">One end.</param>
/// <param name="Second">The other end.</param>
public sealed record TargetBond(BondedAtom First, BondedAtom Second);
