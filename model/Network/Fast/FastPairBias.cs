using Foldline.Network.Fast.Tiles;
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

    /// <summary>
    /// The same for pairs of tokens, with rows padded to whole vectors in memory: the result is a view of <see cref="TileProducts.Padded"/> columns, those beyond the tokens
    /// zero, which <see cref="TileTokenBlock"/> reads to their ends.
    /// </summary>
    public static Tensor Padded(LayerNorm norm, Linear project, Tensor pairs)  // [i,j,c] -> [h,i,j]
    {
        using var scope = NewDisposeScope();
        long tokens = pairs.shape[1], heads = project.Weight.shape[0];
        var type = project.Weight.dtype;
        var bias = zeros(heads, pairs.shape[0], TileProducts.Padded(tokens), dtype: type, device: pairs.device);
        CacheBlocks.ForEach(pairs, pairs.shape[0], CacheBlocks.WholeRows(pairs, tokens, 2 * pairs.shape[2]), (start, count) =>
        {
            var rows = VectorKernels.Normalised(norm, pairs.narrow(0, start, count).view(count * tokens, -1), type);
            bias.narrow(1, start, count).narrow(2, 0, tokens).copy_(mm(project.Weight, rows.t()).view(heads, count, tokens));
        });
        return bias.narrow(2, 0, tokens).MoveToOuterDisposeScope();
    }
}
