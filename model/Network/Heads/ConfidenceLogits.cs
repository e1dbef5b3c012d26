using static TorchSharp.torch;

namespace Foldline.Network.Heads;

/// <summary>What the confidence head says of one structure, before any score is computed. The caller disposes it.</summary>
/// <param name="Plddt">Predicted lDDT, by atom. [l,bins]</param>
/// <param name="Pae">Predicted aligned error, by pair of tokens. [i,j,bins]</param>
/// <param name="Pde">Predicted distance error, by pair of tokens. [i,j,bins]</param>
/// <param name="Resolved">Experimentally resolved or not, by atom. [l,2]</param>
public sealed record ConfidenceLogits(Tensor Plddt, Tensor Pae, Tensor Pde, Tensor Resolved) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Plddt.Dispose();
        Pae.Dispose();
        Pde.Dispose();
        Resolved.Dispose();
    }
}
