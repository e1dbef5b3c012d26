using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// A <see cref="TriangleAttention"/> with its residual, in place, a few rows at a time: the logits exist only inside the fused kernel, and the ending node reads and
/// writes columns of the pairs where they lie.
/// </summary>
internal sealed class FastTriangleAttention(TriangleAttention module, bool ending)
{
    private const double MaskedLogit = 1e9;

    private readonly LayerNorm _norm = module.Norm("layer_norm");
    private readonly Linear _bias = module.Linear("linear");
    private readonly Linear _query = module.Attention.Linear("linear_q"), _key = module.Attention.Linear("linear_k"), _value = module.Attention.Linear("linear_v");
    private readonly Linear _gate = module.Attention.Linear("linear_g"), _out = module.Attention.Linear("linear_o");

    /// <summary>Adds the update to dense <paramref name="z"/>.</summary>
    /// <param name="z">Pairs, [i,j,c].</param>
    /// <param name="mask">Pair mask, [i,j], or none.</param>
    public void AddTo(Tensor z, Tensor? mask)
    {
        using var span = ModuleSpan.Of(module);
        using var scope = NewDisposeScope();
        var pairs = ending ? z.transpose(0, 1) : z;                            // a view: the ending node works on columns
        var masked = mask is null ? null : (((ending ? mask.transpose(0, 1) : mask) - 1) * MaskedLogit).to(z.dtype);
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
            var attended = module.Attention.Kernel.Attend(Heads(_query.forward(x)), Heads(_key.forward(x)), Heads(_value.forward(x)), rowLogits);
            var gated = VectorKernels.Gate(attended.transpose(1, 2).reshape(count * tokens, hidden), _gate.forward(x.view(-1, channels)));
            if (ending) some.add_(_out.forward(gated).view(count, tokens, channels));
            else _out.AddTo(some.view(-1, channels), gated);
        });

        Tensor Heads(Tensor x) => x.unflatten(2, heads, hidden / heads).transpose(1, 2);
    }
}
