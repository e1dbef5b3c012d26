using Foldline.Network.Configuration;
using Foldline.Network.Embedding;
using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>
/// AF3 supplement, Algorithm 20: noisy positions to denoised ones, inside the preconditioning of EDM (Karras et al. 2022, equation 7) with σ_data = 16 Å.
/// <see cref="Prepare"/> does what all steps share, <see cref="Denoise"/> the rest.
/// </summary>
public sealed class DiffusionModule : nn.Module
{
    /// <summary>What <see cref="BiasMemory"/> starts with.</summary>
    internal const long DefaultBiasMemory = 2L << 30;

    [ComponentName(Name = "diffusion_conditioning")] private readonly DiffusionConditioning _conditioning;
    [ComponentName(Name = "atom_attention_encoder")] private readonly AtomAttentionEncoder _encoder;
    [ComponentName(Name = "layernorm_s")] private readonly LayerNorm _normSingle;
    [ComponentName(Name = "linear_no_bias_s")] private readonly Linear _single;
    [ComponentName(Name = "diffusion_transformer")] private readonly DiffusionTransformer _transformer;
    [ComponentName(Name = "layernorm_a")] private readonly LayerNorm _normToken;
    [ComponentName(Name = "atom_attention_decoder")] private readonly AtomAttentionDecoder _decoder;
    private readonly double _sigmaData;
    private readonly TransformerConfiguration _tokens;

    /// <summary>A module as configured.</summary>
    /// <param name="configuration">Its widths.</param>
    /// <param name="cS">Channels of the trunk's single representation.</param>
    /// <param name="cZ">Channels of the trunk's pairs.</param>
    /// <param name="cSInputs">Channels of the input single representation.</param>
    /// <param name="device">Where the parameters live.</param>
    public DiffusionModule(DiffusionConfiguration configuration, long cS, long cZ, long cSInputs, Device? device = null) : base(nameof(DiffusionModule))
    {
        var (cToken, cAtom, cAtomPair) = (configuration.CToken, configuration.CAtom, configuration.CAtomPair);
        _sigmaData = configuration.SigmaData;
        _tokens = configuration.Transformer;
        _conditioning = new DiffusionConditioning(configuration, cS, cZ, cSInputs, device);
        _encoder = new AtomAttentionEncoder(cToken, cAtom, cAtomPair, configuration.AtomEncoder.Blocks, configuration.AtomEncoder.Heads, (cS, cZ), device);
        _normSingle = new LayerNorm(cS, offset: false, device: device);
        _single = new Linear(cS, cToken, initialization: Initialization.Zero, precise: true, device: device);
        _transformer = new DiffusionTransformer(cToken, cS, cZ, _tokens.Blocks, _tokens.Heads, device: device);
        _normToken = new LayerNorm(cToken, offset: false, device: device);
        _decoder = new AtomAttentionDecoder(cToken, cAtom, cAtomPair, configuration.AtomDecoder, device);
        RegisterComponents();
    }

    /// <summary>
    /// The most bytes that the pair biases of the token transformer may take when they are kept for all steps (blocks × heads × tokens²); beyond it each step
    /// computes them anew from the conditioned pairs. Default 2 GB, which is 1,150 tokens of the base model.
    /// </summary>
    public long BiasMemory { get; set; } = DefaultBiasMemory;

    /// <summary>What all steps and samples share.</summary>
    /// <param name="inputs">The features.</param>
    /// <param name="sInputs">The input single representation. [i,cSInputs]</param>
    /// <param name="sTrunk">The trunk's single representation. [i,cS]</param>
    /// <param name="zTrunk">The trunk's pairs. [i,j,cZ]</param>
    public DiffusionContext Prepare(ModelInputs inputs, Tensor sInputs, Tensor sTrunk, Tensor zTrunk)
    {
        using var scope = NewDisposeScope();
        var atoms = inputs.Atoms;
        long tokens = sTrunk.shape[^2];
        var pairs = _conditioning.Pairs(inputs.RelativePositions, zTrunk).unsqueeze(0);
        var conditioning = _encoder.Condition(atoms, sTrunk.unsqueeze(0), pairs);
        bool keep = (long)_tokens.Blocks * _tokens.Heads * tokens * tokens * _transformer.Type.ElementSize() <= BiasMemory;
        var context = new DiffusionContext(atoms, tokens)
        {
            SingleBase = _conditioning.SingleBase(sInputs, sTrunk),
            Pairs = keep ? null : pairs.to(_transformer.Type),
            Conditioning = conditioning,
            EncoderBiases = _encoder.Transformer.Transformer.LocalPairBiases(conditioning.Pair, atoms.Count),
            EncoderConditions = _encoder.Transformer.Transformer.Conditions(conditioning.Single),
            DecoderConditions = _decoder.Transformer.Transformer.Conditions(conditioning.Single),
            TokenBiases = keep ? _transformer.PairBiases(pairs) : null,
            DecoderBiases = _decoder.Transformer.Transformer.LocalPairBiases(conditioning.Pair, atoms.Count),
        };
        foreach (var tensor in context.Owned) tensor.DetachFromDisposeScope();
        return context;
    }

    /// <summary>Denoised positions.</summary>
    /// <param name="context">From <see cref="Prepare"/>.</param>
    /// <param name="noisy">Noisy positions, in Å. [S,l,3]</param>
    /// <param name="level">The noise level of each sample, in Å, or one that all share: then what follows from it alone is computed once. [S]|[1]</param>
    /// <returns>Positions in Å. [S,l,3]</returns>
    public Tensor Denoise(DiffusionContext context, Tensor noisy, Tensor level)
    {
        using var scope = NewDisposeScope();
        var sigma = level.unsqueeze(-1).unsqueeze(-1);                         // [S,1,1]
        var scaled = noisy / (sigma.square() + _sigmaData * _sigmaData).sqrt();
        var update = Update(context, scaled, level);
        var ratio = (sigma / _sigmaData).square() + 1;
        return (noisy / ratio + sigma / ratio.sqrt() * update).MoveToOuterDisposeScope();
    }

    /// <summary>The network inside the preconditioning; positions and moves in its own units.</summary>
    private Tensor Update(DiffusionContext context, Tensor r, Tensor level)    // [S,l,3], [S] -> [S,l,3]
    {
        using var scope = NewDisposeScope();
        var s = _conditioning.Single(context.SingleBase, level);       // [1|S,i,cS]
        var encoding = _encoder.Encode(context.Atoms, context.Conditioning, r, context.Tokens, context.EncoderBiases, context.EncoderConditions);
        var a = encoding.Token + _single.call(_normSingle.call(s));            // [S,i,cToken]
        a = context.TokenBiases is { } biases ? _transformer.WithBiases(a, s, biases) : _transformer.call(a, s, context.Pairs!);
        var move = _decoder.Decode(_normToken.call(a), encoding.Query, context.Conditioning, context.Atoms.ToToken, context.DecoderBiases, context.DecoderConditions);
        return move.MoveToOuterDisposeScope();
    }
}
