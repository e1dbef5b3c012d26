using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>Reaches all the attentions of a network at once.</summary>
public static class AttentionKernels
{
    /// <summary>Gives every attention below <paramref name="root"/> its inner product.</summary>
    public static void UseAttentionKernel(this nn.Module root, IAttentionKernel kernel)
    {
        foreach (var attention in root.modules().Append(root).OfType<Attention>()) attention.Kernel = kernel;
    }
}
