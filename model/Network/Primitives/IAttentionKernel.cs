using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>The inner product of attention, apart from the projections around it, so that a device can bring its own.</summary>
public interface IAttentionKernel
{
    /// <summary>softmax(q kᵀ / √d + bias) v.</summary>
    /// <param name="q">Queries, [b,h,i,d].</param>
    /// <param name="k">Keys, [b,h,j,d].</param>
    /// <param name="v">Values, [b,h,j,d].</param>
    /// <param name="bias">Added to the logits, [1|b,h,i,j], or none.</param>
    /// <returns>[b,h,i,d].</returns>
    Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? bias);
}
