using Foldline.Network.Fast;
using Foldline.Network.Inputs;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Embedding;

/// <summary>
/// AF3 supplement, Algorithm 5: reference conformers become atom and token representations. With coordinates (in the diffusion module) the atoms also carry the
/// trunk's single representation, the pairs carry its pairs, and the queries carry noisy positions; as in the original, and unlike the paper, the queries
/// include the trunk's term.
/// </summary>
public class AtomAttentionEncoder : nn.Module
{
    private const long WindowsAtOnce = 8;
    private const int FeatureChannels = 1 + AtomInputs.ElementClasses + AtomInputs.NameLength * AtomInputs.CharClasses;

    [ComponentName(Name = "linear_no_bias_ref_pos")] private readonly Linear _position;
    [ComponentName(Name = "linear_no_bias_ref_charge")] private readonly Linear _charge;
    [ComponentName(Name = "linear_no_bias_f")] private readonly Linear _features;
    [ComponentName(Name = "linear_no_bias_d")] private readonly Linear _offset;
    [ComponentName(Name = "linear_no_bias_invd")] private readonly Linear _inverseDistance;
    [ComponentName(Name = "linear_no_bias_v")] private readonly Linear _sameSpace;
    [ComponentName(Name = "layernorm_s")] private readonly LayerNorm? _normSingle;
    [ComponentName(Name = "linear_no_bias_s")] private readonly Linear? _single;
    [ComponentName(Name = "layernorm_z")] private readonly LayerNorm? _normPair;
    [ComponentName(Name = "linear_no_bias_z")] private readonly Linear? _pair;
    [ComponentName(Name = "linear_no_bias_r")] private readonly Linear? _noisy;
    [ComponentName(Name = "linear_no_bias_cl")] private readonly Linear _queryToPair;
    [ComponentName(Name = "linear_no_bias_cm")] private readonly Linear _keyToPair;
    [ComponentName(Name = "small_mlp")] private readonly PairPerceptron _perceptron;
    [ComponentName(Name = "atom_transformer")] private readonly AtomTransformer _transformer;
    [ComponentName(Name = "linear_no_bias_q")] private readonly Linear _toToken;

    /// <summary>An encoder.</summary>
    /// <param name="cToken">Channels of the tokens it gives.</param>
    /// <param name="cAtom">Channels of an atom.</param>
    /// <param name="cAtomPair">Channels of a pair of atoms.</param>
    /// <param name="blocks">Blocks of the atom transformer.</param>
    /// <param name="heads">Heads of the atom transformer.</param>
    /// <param name="trunk">Channels of the trunk's single and pair representations; <c>null</c> for the encoder without coordinates.</param>
    /// <param name="device">Where the parameters live.</param>
    public AtomAttentionEncoder(long cToken, long cAtom, long cAtomPair, int blocks, int heads, (long CS, long CZ)? trunk = null, Device? device = null)
        : base(nameof(AtomAttentionEncoder))
    {
        _position = new Linear(3, cAtom, precise: true, device: device);
        _charge = new Linear(1, cAtom, precise: true, device: device);
        _features = new Linear(FeatureChannels, cAtom, precise: true, device: device);
        _offset = new Linear(3, cAtomPair, precise: true, device: device);
        _inverseDistance = new Linear(1, cAtomPair, precise: true, device: device);
        _sameSpace = new Linear(1, cAtomPair, precise: true, device: device);
        if (trunk is var (cS, cZ))
        {
            _normSingle = new LayerNorm(cS, offset: false, device: device);
            _single = new Linear(cS, cAtom, initialization: Initialization.Zero, precise: true, device: device);
            _normPair = new LayerNorm(cZ, offset: false, device: device);
            _pair = new Linear(cZ, cAtomPair, initialization: Initialization.Zero, precise: true, device: device);
            _noisy = new Linear(3, cAtom, precise: true, device: device);
        }
        _queryToPair = new Linear(cAtom, cAtomPair, precise: true, device: device);
        _keyToPair = new Linear(cAtom, cAtomPair, precise: true, device: device);
        _perceptron = new PairPerceptron(cAtomPair, device);
        _transformer = new AtomTransformer(cAtom, cAtomPair, blocks, heads, device);
        _toToken = new Linear(cAtom, cToken, device: device);
        RegisterComponents();
    }

    /// <summary>The atom transformer, for biases computed ahead.</summary>
    public AtomTransformer Transformer => _transformer;

    /// <summary>The whole algorithm without coordinates.</summary>
    public virtual AtomEncoding Encode(AtomInputs atoms, long tokens) => Encode(atoms, Condition(atoms), null, tokens);

    /// <summary>The whole algorithm with coordinates.</summary>
    /// <param name="atoms">The reference conformers.</param>
    /// <param name="s">The trunk's single representation, [..,i,cS].</param>
    /// <param name="z">The conditioned pairs, [..,i,j,cZ].</param>
    /// <param name="r">Noisy positions in units of the network, [..,l,3].</param>
    public virtual AtomEncoding Encode(AtomInputs atoms, Tensor s, Tensor z, Tensor r) => Encode(atoms, Condition(atoms, s, z), r, s.shape[^2]);

    /// <summary>Lines 1 to 14: what does not depend on the noisy positions.</summary>
    public virtual AtomConditioning Condition(AtomInputs atoms, Tensor? s = null, Tensor? z = null)
    {
        using var scope = NewDisposeScope();
        var single = Features(atoms);                                          // [l,c]
        var pair = Geometry(atoms.Pairs);                                      // [w,32,128,p]
        if (z is not null) pair = pair + GatherWindows(Projected(z), atoms.ToToken);
        if (s is not null) single = single + TokenAtoms.Broadcast(_single!.call(_normSingle!.call(s)), atoms.ToToken);
        var rectified = single.relu();
        pair = pair + LocalWindows.Queries(_queryToPair.call(rectified)).unsqueeze(-2) + LocalWindows.Keys(_keyToPair.call(rectified)).unsqueeze(-3);
        pair = Chunked.Map(Refined, pair, dim: pair.dim() - 4, is_grad_enabled() ? null : WindowsAtOnce);
        return new AtomConditioning(single.MoveToOuterDisposeScope(), pair.MoveToOuterDisposeScope());

        Tensor Refined(Tensor windows)
        {
            using var windowScope = NewDisposeScope();
            return (windows + _perceptron.call(windows)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Lines 8 and 15 to 17: noisy positions, the transformer, and the mean over each token's atoms.</summary>
    /// <param name="atoms">The reference conformers.</param>
    /// <param name="conditioning">From <see cref="Condition"/>.</param>
    /// <param name="r">Noisy positions, [..,l,3], or none.</param>
    /// <param name="tokens">Number of tokens.</param>
    /// <param name="biases">The transformer's pair biases computed ahead from the conditioning, one per block, or none.</param>
    public virtual AtomEncoding Encode(AtomInputs atoms, AtomConditioning conditioning, Tensor? r, long tokens, IReadOnlyList<Tensor>? biases = null) =>
        Encode(atoms, conditioning, r, tokens, biases, null);

    /// <summary>The same with what the condition says to the transformer's blocks computed ahead too.</summary>
    internal AtomEncoding Encode(
        AtomInputs atoms, AtomConditioning conditioning, Tensor? r, long tokens, IReadOnlyList<Tensor>? biases, IReadOnlyList<BlockCondition>? conditions)
    {
        using var scope = NewDisposeScope();
        var query = r is null ? conditioning.Single : conditioning.Single + _noisy!.call(r);
        query = _transformer.Run(query, conditioning, biases, conditions);
        var token = TokenAtoms.Mean(_toToken.call(query).relu(), atoms.ToToken, tokens);
        return new AtomEncoding(token.MoveToOuterDisposeScope(), query.MoveToOuterDisposeScope(), conditioning);
    }

    private Tensor Projected(Tensor z)                                         // [..,i,j,cZ] -> [..,i,j,p]
    {
        return Chunked.Map(Rows, z, dim: z.dim() - 3, Chunked.PairRows(z.shape[^2], z.shape[^1]));

        Tensor Rows(Tensor rows)
        {
            using var scope = NewDisposeScope();
            return _pair!.call(_normPair!.call(rows)).MoveToOuterDisposeScope();
        }
    }

    private Tensor Features(AtomInputs atoms)                                  // [l,c]
    {
        using var scope = NewDisposeScope();
        var mask = atoms.Mask.unsqueeze(-1);
        var weight = _features.Weight;                                         // [c,385]: mask, element, name
        var named = mask.to(weight.dtype) * weight.select(1, 0)
            + atoms.Element.Project(weight.narrow(1, 1, AtomInputs.ElementClasses))
            + atoms.NameChars.Project(weight.narrow(1, 1 + AtomInputs.ElementClasses, AtomInputs.NameLength * AtomInputs.CharClasses));
        var single = _position.call(atoms.Position) + _charge.call(atoms.Charge.arcsinh().unsqueeze(-1)) + named;
        return (single * mask).MoveToOuterDisposeScope();
    }

    /// <summary>Only the offset is masked at padding atoms; the attention masks the rest.</summary>
    private Tensor Geometry(AtomPairs pairs)                                   // [w,32,128,p]
    {
        using var scope = NewDisposeScope();
        var same = pairs.SameSpace;
        var inverse = (pairs.Offset.square().sum(-1, keepdim: true) + 1).reciprocal();
        var pair = _offset.call(pairs.Offset) * same * pairs.Mask + _inverseDistance.call(inverse) * same + _sameSpace.call(same);
        return pair.MoveToOuterDisposeScope();
    }

    /// <summary>Token pairs at the atoms of each window; padding atoms read token 0.</summary>
    private static Tensor GatherWindows(Tensor z, Tensor toToken)              // [..,i,j,p], [l] -> [..,w,32,128,p]
    {
        using var scope = NewDisposeScope();
        long tokens = z.shape[^2];
        var flat = LocalWindows.Queries(toToken).unsqueeze(-1) * tokens + LocalWindows.Keys(toToken).unsqueeze(-2);   // [w,32,128]
        var gathered = z.flatten(z.dim() - 3, z.dim() - 2).index_select(z.dim() - 3, flat.flatten());
        return gathered.view([.. z.shape[..^3], .. flat.shape, z.shape[^1]]).MoveToOuterDisposeScope();
    }
}
