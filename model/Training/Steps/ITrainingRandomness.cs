using Foldline.Network.Diffusion;
using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>All random draws of one training example, besides dropout.</summary>
public interface ITrainingRandomness
{
    /// <summary>Which rows of the alignment each recycle sees.</summary>
    IMsaRowDraws Rows { get; }

    /// <summary>The draws of the mini-rollout, one sample.</summary>
    ISamplerRandomness MiniRollout { get; }

    /// <summary>Uniform rotations of the truth. [n,3,3]</summary>
    Tensor Rotations();

    /// <summary>Standard normal translations of the truth in Å. [n,3]</summary>
    Tensor Translations();

    /// <summary>Standard normal numbers from which noise levels follow. [n]</summary>
    Tensor Levels();

    /// <summary>Standard normal noise. [n,l,3]</summary>
    Tensor Noise(long atoms);
}
