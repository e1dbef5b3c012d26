using Foldline.Training.Losses;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>Compares every atom with the one of its own name: for structures without copies or symmetric atoms, and for comparisons.</summary>
/// <param name="label">The truth.</param>
public sealed class GivenOrder(StructureLabel label) : ILabelMatching
{
    /// <inheritdoc/>
    public StructureLabel MatchLabel(Tensor rollout) => new(label.Coordinate.alias(), label.Resolved.alias());

    /// <inheritdoc/>
    public Tensor MatchSamples(Tensor samples, StructureLabel label) => samples;
}
