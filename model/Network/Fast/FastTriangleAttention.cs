using Foldline.Network.Fast.Tiles;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// A <see cref="TriangleAttention"/> with its residual, in place, a few rows at a time: the logits exist only inside the fused kernel, and the ending node reads and
/// writes columns of the pairs where they lie.
/// </summary>
internal sealed class FastTriangleAttention
{
    private const double MaskedLogit = 1e9;

    private readonly TriangleAttention _module;
    private readonly bool _ending;
    private readonly LayerNorm _norm;
    private readonly Linear _bias, _query, _key, _value, _gate, _out;
    private readonly TileTriangleAttention? _tiles;

    /// <summary>The attention with its parameters.</summary>
    public FastTriangleAttention(TriangleAttention module, bool ending)
    {
        (_module, _ending) = (module, ending);
        var attention = module.Attention;
        (_norm, _bias) = (module.Norm("layer_norm"), module.Linear("linear"));
        (_query, _key, _value) = (attention.Linear("linear_q"), attention.Linear("linear_k"), attention.Linear("linear_v"));
        (_gate, _out) = (attention.Linear("linear_g"), attention.Linear("linear_o"));
        _tiles = TileTriangleAttention.For(_norm, _bias, [_query, _key, _value, _gate], _out);
    }

    /// <summary>Adds the update to dense <paramref name="z"/>.</summary>
    /// <param name="z">Pairs, [i,j,c].</param>
    /// <param name="mask">Pair mask, [i,j], or none.</param>
    public void AddTo(Tensor z, Tensor? mask)
    {
        using var span = ModuleSpan.Of(_module);
        using var scope = NewDisposeScope();
        if (_tiles is not null && TileProducts.Enabled && z.dtype == ScalarType.BFloat16) _tiles.AddTo(z, mask, _ending);
        else AddByOperators(z, mask);
    }

    private void AddByOperators(Tensor z, Tensor? mask)
    {
        var pairs = _ending ? z.transpose(0, 1) : z;                           // a view: the ending node works on columns
        var masked = mask is null ? null : (((_ending ? mask.transpose(0, 1) : mask) - 1) * MaskedLogit).to(z.dtype);
        long tokens = z.shape[0], channels = z.shape[2], heads = _bias.Weight.shape[0], hidden = _query.Weight.shape[0];
        long step = CacheBlocks.WholeRows(z, tokens, 4 * hidden);
        var bias = empty(heads, tokens * tokens, dtype: z.dtype, device: z.device);
        CacheBlocks.ForEach(z, tokens, step, (start, count) =>
            _bias.WriteChannelsFirst(bias.narrow(1, start * tokens, count * tokens), VectorKernels.Normalised(_norm, pairs.narrow(0, start, count), z.dtype).view(-1, channels)));
        var logits = bias.view(1, heads, tokens, tokens);
        CacheBlocks.ForEach(z, tokens, step, (start, count) =>
        {
            var some = pairs.narrow(0, start, count);
            var x = VectorKernels.Normalised(_norm, some, z.dtype);                                       // dense, also where the pairs are columns
            var rowLogits = masked is null ? logits : logits + masked.narrow(0, start, count).unsqueeze(1).unsqueeze(1);
            var attended = _module.Attention.Kernel.Attend(Heads(_query.forward(x)), Heads(_key.forward(x)), Heads(_value.forward(x)), rowLogits);
            var gated = VectorKernels.Gate(attended.transpose(1, 2).reshape(count * tokens, hidden), _gate.forward(x.view(-1, channels)));
            if (_ending) some.add_(_out.forward(gated).view(count, tokens, channels));
            else _out.AddTo(some.view(-1, channels), gated);
        });

        Tensor Heads(Tensor x) => x.unflatten(2, heads, hidden / heads).transpose(1, 2);
    }
}
