namespace Foldline.Structures.Components;

/// <summary>A bond between two heavy atoms of a chemical component.</summary>
/// <param name="First">The index of one atom in the component.</param>
/// <param name="Second">The index of the other atom.</param>
/// <param name="Order">The bond order.</param>
/// <param name="Aromatic">Whether the dictionary marks it aromatic.</param>
public readonly record struct ComponentBond(int First, int Second, BondOrder Order, bool Aromatic);
