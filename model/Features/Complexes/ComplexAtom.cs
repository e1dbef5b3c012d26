using System.Numerics;

namespace Foldline.Features.Complexes;

/// <summary>An atom of a laid-out complex.</summary>
/// <param name="Residue">The index of its residue.</param>
/// <param name="Name">The name in its component.</param>
/// <param name="Element">The element symbol, upper case.</param>
/// <param name="Charge">The formal charge in elementary charges.</param>
/// <param name="Slot">The place in the fixed atom table of a standard residue (<c>atom_to_tokatom_idx</c>); 0 elsewhere.</param>
/// <param name="Conformer">The coordinates in the component's reference conformer, in Å; <c>null</c> where unknown.</param>
public readonly record struct ComplexAtom(int Residue, string Name, string Element, int Charge, int Slot, Vector3? Conformer);
