using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>What an adaptive norm does to its normalised input.</summary>
/// <param name="Scale">The factor. [1|S,i,cA]</param>
/// <param name="Shift">What is added. [1|S,i,cA]</param>
internal sealed record Adaptation(Tensor Scale, Tensor Shift);
