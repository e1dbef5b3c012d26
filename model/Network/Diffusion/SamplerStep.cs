using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>What one step of the sampler saw; the tensors live until the observer returns.</summary>
/// <param name="Index">The 0-based step.</param>
/// <param name="Noisy">The positions given to the network, in Å. [S,l,3]</param>
/// <param name="Level">Their noise level, in Å. [S]</param>
/// <param name="Denoised">The network's answer, in Å. [S,l,3]</param>
public sealed record SamplerStep(int Index, Tensor Noisy, Tensor Level, Tensor Denoised);
