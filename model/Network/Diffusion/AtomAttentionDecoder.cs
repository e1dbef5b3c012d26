using Foldline.Network.Configuration;
using Foldline.Network.Embedding;
using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>AF3 supplement, Algorithm 6: tokens go back to their atoms, which attend to their neighbours and say where they move.</summary>
public sealed class AtomAttentionDecoder : nn.Module
{
    [ComponentName(Name = "linear_no_bias_a")] private readonly Linear _fromToken;
    [ComponentName(Name = "layernorm_q")] private readonly LayerNorm _norm;
    [ComponentName(Name = "linear_no_bias_out")] private readonly Linear _out;
    [ComponentName(Name = "atom_transformer")] private readonly AtomTransformer _transformer;

    /// <summary>A decoder.</summary>
    /// <param name="cToken">Channels of the tokens.</param>
    /// <param name="cAtom">Channels of an atom.</param>
    /// <param name="cAtomPair">Channels of a pair of atoms.</param>
    /// <param name="transformer">The atom transformer.</param>
    /// <param name="device">Where the parameters live.</param>
    public AtomAttentionDecoder(long cToken, long cAtom, long cAtomPair, TransformerConfiguration transformer, Device? device = null)
        : base(nameof(AtomAttentionDecoder))
    {
        _fromToken = new Linear(cToken, cAtom, device: device);
        _norm = new LayerNorm(cAtom, offset: false, device: device);
        _out = new Linear(cAtom, 3, precise: true, device: device);
        _transformer = new AtomTransformer(cAtom, cAtomPair, transformer.Blocks, transformer.Heads, device);
        RegisterComponents();
    }

    /// <summary>The atom transformer, for biases computed ahead.</summary>
    public AtomTransformer Transformer => _transformer;

    /// <summary>The move of every atom, in units of the network.</summary>
    /// <param name="a">Tokens. [..,i,cToken]</param>
    /// <param name="query">The atoms as the encoder left them. [..,l,c]</param>
    /// <param name="conditioning">What the atoms are.</param>
    /// <param name="atomToToken">The token of each atom. [l]</param>
    /// <param name="biases">The transformer's pair biases computed ahead, one per block, or none.</param>
    /// <returns>[..,l,3]</returns>
    public Tensor Decode(Tensor a, Tensor query, AtomConditioning conditioning, Tensor atomToToken, IReadOnlyList<Tensor>? biases = null) =>
        Decode(a, query, conditioning, atomToToken, biases, null);

    /// <summary>The same with what the condition says to the transformer's blocks computed ahead too.</summary>
    internal Tensor Decode(
        Tensor a, Tensor query, AtomConditioning conditioning, Tensor atomToToken, IReadOnlyList<Tensor>? biases, IReadOnlyList<BlockCondition>? conditions)
    {
        using var scope = NewDisposeScope();
        var q = TokenAtoms.Broadcast(_fromToken.call(a), atomToToken) + query;
        q = _transformer.Run(q, conditioning, biases, conditions);
        return _out.call(_norm.call(q)).MoveToOuterDisposeScope();
    }
}
