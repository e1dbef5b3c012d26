using Foldline.Structures.Components;

namespace Foldline.Features.Complexes;

/// <summary>A covalent bond of a laid-out complex.</summary>
/// <param name="First">The index of one atom.</param>
/// <param name="Second">The index of the other.</param>
/// <param name="Order">The bond order.</param>
public readonly record struct AtomBond(int First, int Second, BondOrder Order);
