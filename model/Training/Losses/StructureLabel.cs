using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>The experimental structure of the atoms that a model sees.</summary>
/// <param name="Coordinate">[l,3] Å, 0 where unresolved.</param>
/// <param name="Resolved">[l], 1 where the coordinate is known.</param>
public sealed record StructureLabel(Tensor Coordinate, Tensor Resolved);
