using Foldline.Training.Losses;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>Decides which of identical chains and interchangeable atoms of the truth each predicted atom is compared with.</summary>
public interface ILabelMatching
{
    /// <summary>The truth, ordered to fit the mini-rollout.</summary>
    /// <param name="rollout">[1,l,3] Å.</param>
    StructureLabel MatchLabel(Tensor rollout);

    /// <summary>Denoised samples with interchangeable atoms ordered to fit the truth; gradients flow through.</summary>
    /// <param name="samples">[n,l,3] Å.</param>
    /// <param name="label">The truth.</param>
    Tensor MatchSamples(Tensor samples, StructureLabel label);
}
