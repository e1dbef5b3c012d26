using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>The bias that pairs give to the logits of attention, dense by head, without the normalised pairs ever standing whole.</summary>
internal static class FastPairBias
{
    /// <summary>The projection of the normalised rows, channels first, in the type that the projection computes in.</summary>
    public static Tensor ByHead(LayerNorm norm, Linear project, Tensor rows)   // [n,c] -> [h,n]
    {
        var type = project.Weight.dtype;
        var bias = empty(project.Weight.shape[0], rows.shape[0], dtype: type, device: rows.device);
        CacheBlocks.ForEach(rows, rows.shape[0], CacheBlocks.Rows(rows, 2 * rows.shape[1]), (start, count) =>
            project.WriteChannelsFirst(bias.narrow(1, start, count), VectorKernels.Normalised(norm, rows.narrow(0, start, count), type)));
        return bias;
    }
}
