using Foldline.Network.Fast.Tiles;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// A <see cref="TriangleMultiplication"/> with its residual, in place. The two projections are written channels first, where the product of each channel reads them;
/// the product overwrites the first of them. Beside the pairs it needs one tensor of their size, and a second or a part of it for the other projection.
/// </summary>
internal sealed class FastTriangleMultiplication
{
    private const long ChannelsAtOnce = 8;

    private readonly TriangleMultiplication _module;
    private readonly bool _outgoing;
    private readonly LayerNorm _normIn, _normOut;
    private readonly Linear _gateOut, _projectOut, _projectA, _gateA, _projectB, _gateB;
    private readonly TileTriangleMultiplication? _tiles;

    /// <summary>The multiplication with its parameters.</summary>
    public FastTriangleMultiplication(TriangleMultiplication module, bool outgoing)
    {
        (_module, _outgoing) = (module, outgoing);
        (_normIn, _normOut) = (module.Norm("layer_norm_in"), module.Norm("layer_norm_out"));
        (_gateOut, _projectOut) = (module.Linear("linear_g"), module.Linear("linear_z"));
        (_projectA, _gateA) = (module.Linear("linear_a_p"), module.Linear("linear_a_g"));
        (_projectB, _gateB) = (module.Linear("linear_b_p"), module.Linear("linear_b_g"));
        _tiles = TileTriangleMultiplication.For(_normIn, _normOut, (_projectA, _gateA), (_projectB, _gateB), _gateOut, _projectOut);
    }

    /// <summary>Adds the update to dense <paramref name="z"/>.</summary>
    /// <param name="z">Pairs, [i,j,c].</param>
    /// <param name="mask">Pair mask, [i,j], or none.</param>
    /// <param name="groups">In how many parts the channels of the second projection are taken: more parts, less memory, and the norm once more for each.</param>
    public void AddTo(Tensor z, Tensor? mask, int groups = 1)
    {
        using var span = ModuleSpan.Of(_module);
        using var scope = NewDisposeScope();
        if (_tiles is not null && TileProducts.Enabled && z.dtype == ScalarType.BFloat16) _tiles.AddTo(z, mask, groups, _outgoing);
        else AddByOperators(z, mask, groups);
    }

    private void AddByOperators(Tensor z, Tensor? mask, int groups)
    {
        long tokens = z.shape[0], pairs = tokens * tokens, hidden = _projectA.Weight.shape[0], step = (hidden + groups - 1) / groups;
        var rows = z.view(pairs, -1);
        var flatMask = mask?.flatten();
        var a = empty(hidden, pairs, dtype: z.dtype, device: z.device);
        var b = empty(Math.Min(step, hidden), pairs, dtype: z.dtype, device: z.device);
        for (long first = 0; first < hidden; first += step)
        {
            using var groupScope = NewDisposeScope();
            long channels = Math.Min(step, hidden - first);
            var (left, right) = (a.narrow(0, first, channels), b.narrow(0, 0, channels));
            CacheBlocks.ForEach(z, pairs, CacheBlocks.Rows(z, 2 * hidden), (start, count) =>
            {
                var x = VectorKernels.Normalised(_normIn, rows.narrow(0, start, count), z.dtype).t();
                var pairMask = flatMask?.narrow(0, start, count);
                Project(left.narrow(1, start, count), _projectA, _gateA, first, channels, x, pairMask);
                Project(right.narrow(1, start, count), _projectB, _gateB, first, channels, x, pairMask);
            });
            CacheBlocks.ForEach(z, channels, ChannelsAtOnce, (start, count) =>
            {
                var some = left.narrow(0, start, count).view(count, tokens, tokens);
                var others = right.narrow(0, start, count).view(count, tokens, tokens);
                some.copy_(_outgoing ? bmm(some, others.transpose(1, 2)) : bmm(some.transpose(1, 2), others));
            });
        }
        b.Dispose();
        CacheBlocks.ForEach(z, pairs, CacheBlocks.Rows(z, 2 * hidden), (start, count) =>
        {
            var some = rows.narrow(0, start, count);
            var gate = _gateOut.forward(VectorKernels.Normalised(_normIn, some, z.dtype));
            var sum = VectorKernels.Normalised(_normOut, a.narrow(1, start, count).t().contiguous(), z.dtype);
            VectorKernels.AddGated(some, _projectOut.forward(sum), gate);
        });
    }

    private static void Project(Tensor target, Linear project, Linear gate, long first, long channels, Tensor x, Tensor? mask)   // [h,n], x [c,n]
    {
        target.addmm_(project.Weight.narrow(0, first, channels), x, beta: 0, alpha: 1);
        VectorKernels.Gate(target, mm(gate.Weight.narrow(0, first, channels), x));
        if (mask is not null) target.mul_(mask);
    }
}
