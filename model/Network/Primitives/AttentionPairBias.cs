using Foldline.Network.Fast;
using Foldline.Network.Fast.Tiles;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// AF3 supplement, Algorithm 24: attention of the single representation, biased by the pairs. Three users: the Pairformer (no condition, pair norm with
/// offset), the diffusion transformer (conditioned) and the atom transformer (conditioned, cross attention, local windows).
/// </summary>
public class AttentionPairBias : nn.Module<Tensor, Tensor?, Tensor, Tensor>
{
    [ComponentName(Name = "layernorm_a")] private readonly nn.Module _normQuery;
    [ComponentName(Name = "layernorm_kv")] private readonly nn.Module? _normKey;
    [ComponentName(Name = "attention")] private readonly Attention _attention;
    [ComponentName(Name = "layernorm_z")] private readonly LayerNorm _normPair;
    [ComponentName(Name = "linear_nobias_z")] private readonly Linear _pairBias;
    [ComponentName(Name = "linear_a_last")] private readonly Linear? _gateOut;

    /// <summary>An attention of <paramref name="heads"/> heads that share <paramref name="cA"/> channels.</summary>
    /// <param name="cA">Channels of the single representation.</param>
    /// <param name="cS">Channels of the condition s; <c>null</c> where there is none.</param>
    /// <param name="cZ">Channels of the pairs.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="pairOffset">Whether the pair norm has an offset: only the Pairformer's has.</param>
    /// <param name="crossAttention">Whether keys and values are normalised once more, on top of the normalised queries.</param>
    /// <param name="device">Where the parameters live.</param>
    public AttentionPairBias(long cA, long? cS, long cZ, long heads, bool pairOffset = false, bool crossAttention = false, Device? device = null)
        : base(nameof(AttentionPairBias))
    {
        if (cA % heads != 0) throw new ArgumentException($"{heads} heads cannot share {cA} channels evenly.", nameof(heads));
        nn.Module Norm() => cS is { } c ? new AdaptiveLayerNorm(cA, c, device) : new LayerNorm(cA, device: device);
        _normQuery = Norm();
        _normKey = crossAttention ? Norm() : null;
        _attention = new Attention(cA, cA, cA / heads, heads, queryBias: true, zeroOut: cS is null, device: device);
        _normPair = new LayerNorm(cZ, offset: pairOffset, device: device);
        _pairBias = new Linear(cZ, heads, device: device);
        _gateOut = cS is { } condition ? new Linear(condition, cA, bias: true, Initialization.ClosedGate, device: device) : null;
        RegisterComponents();
    }

    /// <summary>The attention inside, for a change of its kernel.</summary>
    public Attention Attention => _attention;

    /// <summary>Pairs over all tokens attend globally; pairs by window, with one axis more, attend locally.</summary>
    public override Tensor forward(Tensor a, Tensor? s, Tensor z)              // [..,i,cA], [..,i,cS], [..,i,j,cZ] | [..,w,32,128,cZ] -> [..,i,cA]
    {
        using var scope = NewDisposeScope();
        return Attend(a, s, BiasFor(a, z)).MoveToOuterDisposeScope();
    }

    /// <summary>The logits that pairs add, over all tokens or by window as their axes say.</summary>
    internal Tensor BiasFor(Tensor a, Tensor z) => z.dim() == a.dim() + 2 ? LocalPairBias(z, a.shape[^2]) : PairBias(z);

    /// <summary>
    /// The update for a bias computed before, by <see cref="PairBias"/> or <see cref="LocalPairBias"/>: the bias outlives the steps of a sampler.
    /// </summary>
    public Tensor Attend(Tensor a, Tensor? s, Tensor bias)                     // [..,i,cA], [..,i,cS], [..,h,i,j] | [..,w,h,32,128] -> [..,i,cA]
    {
        using var scope = NewDisposeScope();
        var query = Normalise(_normQuery, a, s);
        var source = _normKey is null ? query : Normalise(_normKey, query, s); // the key norm sees the normalised queries, not a
        var update = bias.dim() == a.dim() + 2 ? _attention.Local(query, source, bias) : _attention.call(query, source, bias);
        if (_gateOut is not null) update = sigmoid(_gateOut.call(s!)) * update;
        return update.MoveToOuterDisposeScope();
    }

    /// <summary>The logits that the pairs add, dense by head.</summary>
    public Tensor PairBias(Tensor z)                                           // [..,i,j,c] -> [..,h,i,j]
    {
        using var scope = NewDisposeScope();
        return ByHead(z, z.shape[..^3], z.shape[^3..^1]).MoveToOuterDisposeScope();
    }

    /// <summary>The logits that the pairs of each window add, with the mask of the keys outside the molecule.</summary>
    public Tensor LocalPairBias(Tensor z, long atoms)                          // [..,w,32,128,c] -> [..,w,h,32,128]
    {
        using var scope = NewDisposeScope();
        var bias = ByHead(z, z.shape[..^3], z.shape[^3..^1]);
        return (bias + LocalWindows.KeyBias(atoms, bias.dtype, bias.device)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The heads come first in memory, so that the fused kernel can read the bias as it stands. In training a segment that is recomputed runs without and with gradients:
    /// both take the same path, so that they round alike.
    /// </summary>
    private Tensor ByHead(Tensor z, long[] outer, long[] pair)
    {
        long heads = _pairBias.Weight.shape[0];
        if (training || !FastPaths.MayOverwrite || outer.Any(extent => extent != 1))
            return _pairBias.ChannelsFirst(_normPair.call(z).flatten(-3, -2)).to(_pairBias.Type).view([.. outer, heads, .. pair]);
        if (!PackedWeight.Takes(_pairBias)) return FastPairBias.ByHead(_normPair, _pairBias, z.flatten(0, z.dim() - 2)).view([.. outer, heads, .. pair]);
        var padded = FastPairBias.Padded(_normPair, _pairBias, z.reshape([.. pair, z.shape[^1]]));
        return outer.Length == 0 ? padded : padded.view([.. outer, heads, .. pair]);
    }

    private static Tensor Normalise(nn.Module norm, Tensor a, Tensor? s) =>
        norm is AdaptiveLayerNorm adaptive ? adaptive.call(a, s ?? throw new ArgumentNullException(nameof(s), "A conditioned attention needs its condition."))
            : ((LayerNorm)norm).call(a);
}
