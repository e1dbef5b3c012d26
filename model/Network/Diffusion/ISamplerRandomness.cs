using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>The random draws of the sampler. A step's draws are asked for in this order: rotations, translations, noise.</summary>
public interface ISamplerRandomness
{
    /// <summary>Standard normal start positions, before they are scaled to the first noise level. [S,l,3]</summary>
    Tensor Start(long atoms);

    /// <summary>Uniform rotations. [S,3,3]</summary>
    Tensor Rotations(int step);

    /// <summary>Standard normal translations in Å. [S,3]</summary>
    Tensor Translations(int step);

    /// <summary>Standard normal noise. [S,l,3]</summary>
    Tensor Noise(int step, long atoms);
}
