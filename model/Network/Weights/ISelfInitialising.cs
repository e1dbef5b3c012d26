using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>A module that holds parameters of its own, beside those of <c>Linear</c> and <c>LayerNorm</c>, and knows how they start untrained.</summary>
public interface ISelfInitialising
{
    /// <summary>Fills its own parameters (not those of the modules inside).</summary>
    /// <param name="generator">Where randomness comes from.</param>
    void Initialise(Generator generator);
}
