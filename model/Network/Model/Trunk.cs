using static TorchSharp.torch;

namespace Foldline.Network.Model;

/// <summary>What the trunk knows of a target after its recycles. The caller disposes it.</summary>
/// <param name="SInputs">The input single representation. [i,cSInputs]</param>
/// <param name="Single">The single representation. [i,cS]</param>
/// <param name="Pair">The pairs. [i,j,cZ]</param>
public sealed record Trunk(Tensor SInputs, Tensor Single, Tensor Pair) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        SInputs.Dispose();
        Single.Dispose();
        Pair.Dispose();
    }
}
