using System.Numerics;

namespace Foldline.Structures.Mmcif;

/// <summary>An atom as a file places it.</summary>
/// <param name="Name">Its name in the component, for example <c>CA</c>.</param>
/// <param name="Element">The element symbol, upper case.</param>
/// <param name="AlternativeLocation">The label of the alternative it belongs to; empty for atoms that have one place only.</param>
/// <param name="Position">Å.</param>
/// <param name="Occupancy">0–1; 1 where the file does not say.</param>
/// <param name="BFactor">Å², or pLDDT 0–100 in predicted models.</param>
public sealed record MmcifAtom(string Name, string Element, string AlternativeLocation, Vector3 Position, float Occupancy, float BFactor);
