namespace Foldline.Features.Complexes;

/// <summary>One end of a covalent bond between residues.</summary>
/// <param name="Entity">The 1-based entity number.</param>
/// <param name="Copy">The 1-based copy, or <c>null</c> for all copies, paired in order with those of the other end.</param>
/// <param name="Position">The 1-based residue number in the entity.</param>
/// <param name="Atom">The atom's name in its component.</param>
public sealed record BondEnd(int Entity, int? Copy, int Position, string Atom);
