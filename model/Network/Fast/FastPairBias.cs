using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>The bias that pairs give to the logits of attention, dense by head, without the normalised pairs ever standing whole.</summary>
internal static class FastPairBias
{
    /// <summary>The projection of the normalised rows, channels first.</summary>
    public static Tensor ByHead(LayerNorm norm, Linear project, Tensor rows)   // [n,c] -> [h,n]
    {
        if (project.Weight.dtype != rows.dtype) return project.ChannelsFirst(norm.call(rows));
        var bias = empty(project.Weight.shape[0], rows.shape[0], dtype: rows.dtype, device: rows.device);
        CacheBlocks.ForEach(rows.shape[0], CacheBlocks.Rows(2 * rows.shape[1]), (start, count) =>
            project.WriteChannelsFirst(bias.narrow(1, start, count), norm.forward(rows.narrow(0, start, count))));
        return bias;
    }
}
