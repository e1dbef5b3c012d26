using Foldline.Training.Data;
using Foldline.Training.Losses;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>
/// Matches a crop as the original trains: the truth is chosen among all copies in the assembly, also those outside the crop, then symmetric atoms are ordered.
/// </summary>
/// <param name="crop">The crop with all that its label can be.</param>
/// <param name="device">Where the network runs.</param>
/// <param name="seed">Chooses among equally good anchor chains.</param>
public sealed class CropOrder(LabelledCrop crop, Device device, long seed) : ILabelMatching
{
    /// <inheritdoc/>
    public StructureLabel MatchLabel(Tensor rollout)
    {
        var matched = crop.Matched(SymmetricOrder.Values(rollout), new SeededDraws(seed));
        using var scope = NewDisposeScope();
        var coordinates = tensor(matched.Coordinates, [matched.Atoms, 3], device: device);
        var resolved = tensor(matched.Resolved.Select(known => known ? 1f : 0f).ToArray(), device: device);
        return new StructureLabel(coordinates.MoveToOuterDisposeScope(), resolved.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public Tensor MatchSamples(Tensor samples, StructureLabel label) => SymmetricOrder.Order(samples, label, crop.Symmetries);
}
