using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Foldline.Network.Pairformer;

/// <summary>
/// AF3 supplement, Algorithm 17, lines 2 to 8: the pairs are updated by triangles, then the single representation attends under the new pairs. Without single
/// channels it is the pair stack of the MSA module and the template embedder.
/// </summary>
public class PairformerBlock : nn.Module<Tensor?, Tensor, Tensor?, (Tensor? Single, Tensor Pair)>
{
    [ComponentName(Name = "tri_mul_out")] private readonly TriangleMultiplication _multiplyOut;
    [ComponentName(Name = "tri_mul_in")] private readonly TriangleMultiplication _multiplyIn;
    [ComponentName(Name = "tri_att_start")] private readonly TriangleAttention _attendStart;
    [ComponentName(Name = "tri_att_end")] private readonly TriangleAttention _attendEnd;
    [ComponentName(Name = "dropout_row")] private readonly RowSharedDropout _dropout;
    [ComponentName(Name = "pair_transition")] private readonly Transition _pairTransition;
    [ComponentName(Name = "attention_pair_bias")] private readonly AttentionPairBias? _attention;
    [ComponentName(Name = "single_transition")] private readonly Transition? _singleTransition;

    /// <summary>A block of the given widths.</summary>
    public PairformerBlock(PairformerDimensions dimensions, Device? device = null) : base(nameof(PairformerBlock))
    {
        var (cZ, cS, heads, cTriangle, cPairHead, pairHeads, factor, dropout) = dimensions;
        _multiplyOut = new TriangleMultiplication(cZ, cTriangle, outgoing: true, device);
        _multiplyIn = new TriangleMultiplication(cZ, cTriangle, outgoing: false, device);
        _attendStart = new TriangleAttention(cZ, cPairHead, pairHeads, device: device);
        _attendEnd = new TriangleAttention(cZ, cPairHead, pairHeads, device: device);   // runs on transposed pairs, so it starts too
        _dropout = new RowSharedDropout(dropout);
        _pairTransition = new Transition(cZ, factor, device);
        if (cS is { } c)
        {
            _attention = new AttentionPairBias(c, null, cZ, heads, pairOffset: true, device: device);
            _singleTransition = new Transition(c, 4, device);
        }
        RegisterComponents();
    }

    /// <summary>Takes the place of <see cref="UpdatePair"/> where no gradient is wanted; <c>null</c>, the default, keeps the plain path.</summary>
    public IPairUpdate? PairUpdate { get; set; }

    /// <summary>Takes the place of the single representation's transition, together with <see cref="PairUpdate"/>.</summary>
    internal FastTransition? SingleUpdate { get; set; }

    /// <summary>Whether the pairs are updated in place when it may be done.</summary>
    internal bool UpdatesInPlace => PairUpdate is not null && !training && !is_grad_enabled();

    /// <summary>The block over pairs that the caller gives away: they hold the new ones afterwards. Only where <see cref="UpdatesInPlace"/>.</summary>
    internal Tensor? Overwrite(Tensor? s, Tensor z, Tensor? mask)              // [i,cS], [i,j,cZ], [i,j] -> [i,cS]
    {
        PairUpdate!.Apply(z, mask);
        return s is null || _attention is null ? null : UpdateSingle(s, z);
    }

    /// <inheritdoc/>
    public override (Tensor? Single, Tensor Pair) forward(Tensor? s, Tensor z, Tensor? mask)   // [..,i,cS], [..,i,j,cZ], [i,j] -> same
    {
        if (UpdatesInPlace)
        {
            var copy = Dense(z);
            return (Overwrite(s, copy, mask), InType(copy, z.dtype));
        }
        var pair = UpdatePair(z, mask);
        return (s is null || _attention is null ? null : UpdateSingle(s, pair), pair);
    }

    /// <summary>The type that the pairs are updated in.</summary>
    internal ScalarType PairType => _multiplyOut.Type;

    /// <summary>A copy in the type of this block that lies in memory row by row.</summary>
    internal Tensor Dense(Tensor z) => Dense(z, PairType);

    /// <summary>A copy in a type that lies in memory row by row.</summary>
    internal static Tensor Dense(Tensor x, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var copy = x.dtype != type ? x.to(type).contiguous() : x.is_contiguous() ? x.clone() : x.contiguous();
        return copy.MoveToOuterDisposeScope();
    }

    /// <summary>The same in another type; <paramref name="x"/> is given away.</summary>
    internal static Tensor InType(Tensor x, ScalarType type)
    {
        if (x.dtype == type) return x;
        using (x) return x.to(type);
    }

    /// <summary>Lines 2 to 6.</summary>
    protected virtual Tensor UpdatePair(Tensor z, Tensor? mask)                // [..,i,j,c], [i,j] -> [..,i,j,c]
    {
        using var scope = NewDisposeScope();
        z = Next(z, _dropout.call(z, Segments.Run(SegmentKind.TriangleMultiplication, _multiplyOut.call, z, mask)), owned: false);
        z = Next(z, _dropout.call(z, Segments.Run(SegmentKind.TriangleMultiplication, _multiplyIn.call, z, mask)));
        z = Next(z, _dropout.call(z, Segments.Run(SegmentKind.TriangleAttention, _attendStart.call, z, mask)));
        z = Next(z, z.transpose(-3, -2).contiguous());                         // the ending node, and its dropout, in the transposed frame
        z = Next(z, _dropout.call(z, Segments.Run(SegmentKind.TriangleAttention, _attendEnd.call, z, mask?.transpose(0, 1))));
        z = Next(z, z.transpose(-3, -2).contiguous());
        z = Next(z, z + _pairTransition.call(z));
        return z.MoveToOuterDisposeScope();
    }

    /// <summary>Lines 7 and 8.</summary>
    protected virtual Tensor UpdateSingle(Tensor s, Tensor z)                  // [..,i,cS], [..,i,j,cZ] -> [..,i,cS]
    {
        using var scope = NewDisposeScope();
        s = s + _attention!.call(s, null, z);
        if (UpdatesInPlace && SingleUpdate is { } fast) fast.AddTo(s);
        else s = s + _singleTransition!.call(s);
        return s.MoveToOuterDisposeScope();
    }

    /// <summary>Releases the superseded pairs, unless they are the caller's: six copies of the largest tensor need not stand side by side.</summary>
    private static Tensor Next(Tensor superseded, Tensor next, bool owned = true)
    {
        if (owned) superseded.Dispose();
        return next;
    }
}
