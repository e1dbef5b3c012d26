using Foldline.Network.Embedding;
using Foldline.Network.Fast;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>AF3 supplement, Algorithm 7: a diffusion transformer over atoms with sequence-local attention (<see cref="LocalWindows"/>).</summary>
public class AtomTransformer : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "diffusion_transformer")] private readonly DiffusionTransformer _transformer;

    /// <summary>A transformer of <paramref name="cAtom"/> channels, biased by <paramref name="cAtomPair"/> pair channels.</summary>
    public AtomTransformer(long cAtom, long cAtomPair, int blocks, long heads, Device? device = null) : base(nameof(AtomTransformer))
    {
        _transformer = new DiffusionTransformer(cAtom, cAtom, cAtomPair, blocks, heads, crossAttention: true, device);
        RegisterComponents();
    }

    /// <summary>The transformer inside.</summary>
    public DiffusionTransformer Transformer => _transformer;

    /// <summary>The transformer with as much as was computed ahead.</summary>
    internal Tensor Run(Tensor q, AtomConditioning conditioning, IReadOnlyList<Tensor>? biases, IReadOnlyList<BlockCondition>? conditions) =>
        biases is null ? call(q, conditioning.Single, conditioning.Pair)
        : conditions is not null && _transformer.UpdatesInPlace(q) ? _transformer.WithBiases(q, conditions, biases)
        : _transformer.WithBiases(q, conditioning.Single, biases);

    /// <inheritdoc/>
    public override Tensor forward(Tensor q, Tensor c, Tensor p)               // [..,l,c], [..,l,c], [..,w,32,128,cPair] -> [..,l,c]
    {
        if (p.shape[^3] != LocalWindows.QueryCount || p.shape[^2] != LocalWindows.KeyCount)
            throw new ArgumentException($"Atom pairs come in windows of 32 by 128, not {p.shape[^3]} by {p.shape[^2]}.", nameof(p));
        return _transformer.call(q, c, p);
    }
}
