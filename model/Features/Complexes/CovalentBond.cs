namespace Foldline.Features.Complexes;

/// <summary>A covalent bond beyond the chain's own links: a disulfide, a glycan on its residue, a ligand on a cysteine.</summary>
/// <param name="First">One end.</param>
/// <param name="Second">The other end.</param>
public sealed record CovalentBond(BondEnd First, BondEnd Second);
