namespace Foldline.Sequences;

/// <summary>One end of a bond between residues.</summary>
/// <param name="Entity">The entity, counted from 1.</param>
/// <param name="Copy">The copy, counted from 1; <c>null</c> for all copies, paired in order with those of the other end.</param>
/// <param name="Position">The residue, or the component of a ligand, counted from 1.</param>
/// <param name="Atom">The atom's name in its component.</param>
public sealed record BondedAtom(int Entity, int? Copy, int Position, string Atom);
