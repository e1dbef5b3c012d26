using Foldline.Sequences;

namespace Foldline.Features.Complexes;

/// <summary>A chain of a laid-out complex. Its index in the complex is its asym id.</summary>
/// <param name="Id">The chain identifier.</param>
/// <param name="Entity">The 0-based index of its entity.</param>
/// <param name="Copy">The 0-based index among the copies of the entity (<c>sym_id</c>).</param>
/// <param name="Kind">What the entity is called.</param>
/// <param name="Majority">What most of its atoms are (<c>is_protein</c> and its likes; a tie goes to the alphabetically last).</param>
/// <param name="FirstResidue">The index of its first residue.</param>
/// <param name="Residues">The number of its residues.</param>
/// <param name="FirstAtom">The index of its first atom.</param>
/// <param name="Atoms">The number of its atoms.</param>
public sealed record ComplexChain(
    string Id, int Entity, int Copy, EntityKind Kind, EntityKind Majority, int FirstResidue, int Residues, int FirstAtom, int Atoms);
