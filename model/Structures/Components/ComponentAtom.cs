using System.Numerics;

namespace Foldline.Structures.Components;

/// <summary>A heavy atom of a chemical component.</summary>
/// <param name="Name">The name, unique in the component (<c>_chem_comp_atom.atom_id</c>).</param>
/// <param name="Element">The element symbol, upper case.</param>
/// <param name="Charge">The formal charge in elementary charges.</param>
/// <param name="Leaving">Whether the atom leaves when the component is linked (OXT of an amino acid, OP3 of a nucleotide).</param>
/// <param name="Ideal">The dictionary's ideal coordinates in Å; <c>null</c> where it gives none.</param>
/// <param name="Conformer">
/// The coordinates in Å of the reference conformer that the network sees; <c>null</c> where none is known, which clears the atom's <c>ref_mask</c>.
/// </param>
public sealed record ComponentAtom(string Name, string Element, int Charge, bool Leaving, Vector3? Ideal, Vector3? Conformer);
