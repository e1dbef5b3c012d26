using Foldline.Network.Diffusion;
using Foldline.Network.Heads;
using Foldline.Network.Model;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Training with products in bfloat16 and everything that adds up in single precision (Micikevicius et al. 2018), where the original does so.</summary>
public static class MixedPrecision
{
    /// <summary>
    /// Lets the trunk multiply in bfloat16. Weights stay single, and so do the islands: input embedding, denoiser, heads, norms' statistics and losses.
    /// </summary>
    public static void Apply(ProtenixModel model)
    {
        foreach (var (_, part) in model.named_children().Where(child => child.module is not (DiffusionModule or ConfidenceHead))) part.MultiplyWithMastersIn(ScalarType.BFloat16);
    }
}
