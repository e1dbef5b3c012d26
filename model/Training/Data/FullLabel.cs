using Foldline.Training.Permutation;

namespace Foldline.Training.Data;

/// <summary>
/// The truth from which a crop's label is chosen: the cropped part of every copy that may stand for a cropped molecule, in the assembly's order.
/// </summary>
/// <param name="Atoms">The atoms by molecule.</param>
/// <param name="Coordinates">[atom, 3] Å, 0 where unresolved.</param>
/// <param name="Resolved">[atom].</param>
public sealed record FullLabel(MoleculeAtoms Atoms, float[] Coordinates, bool[] Resolved);
