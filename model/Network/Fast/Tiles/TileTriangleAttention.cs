using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// Triangle attention with its residual, in place, a row of the pairs (for the ending node: a column) at a time: from the norm to the sum nothing of the row leaves the
/// cache. Only the bias, which all rows share, is made before.
/// </summary>
internal sealed unsafe class TileTriangleAttention
{
    private const int HeadChannels = 32, Parts = 4, Block = 64;
    private const float MaskedLogit = 1e9f * Lanes.Log2E;

    private readonly LayerNorm _norm;
    private readonly PackedWeight _bias, _projections, _out;
    private readonly int _channels, _heads;

    private TileTriangleAttention(LayerNorm norm, Linear bias, Linear[] projections, Linear project)
    {
        _norm = norm;
        (_heads, _channels) = ((int)bias.Weight.shape[0], (int)bias.Weight.shape[1]);
        using var scope = NewDisposeScope();
        _bias = new PackedWeight(PackedWeight.Rows(bias), Lanes.Count);
        var byHead = stack([.. projections.Select(part => PackedWeight.Rows(part).view(_heads, HeadChannels, _channels))], 1);
        _projections = new PackedWeight(byHead.view(-1, _channels), Parts * HeadChannels);   // a block: query, key, value and gate of a head
        _out = new PackedWeight(PackedWeight.Rows(project), Math.Min(_channels, Block));
    }

    private int Hidden => _heads * HeadChannels;

    /// <summary>The attention on the tile units, or <c>null</c> where they are not there or its sizes do not suit them.</summary>
    /// <param name="norm">The norm of the pairs.</param>
    /// <param name="bias">The projection to the bias.</param>
    /// <param name="projections">Those to query, key, value and gate.</param>
    /// <param name="project">The one back.</param>
    public static TileTriangleAttention? For(LayerNorm norm, Linear bias, Linear[] projections, Linear project) =>
        PackedWeight.Takes(bias) && bias.Weight.shape[0] <= Lanes.Count && bias.Weight.shape[1] % Block == 0 && project.Weight.shape[1] == bias.Weight.shape[0] * HeadChannels
            ? new TileTriangleAttention(norm, bias, projections, project) : null;

    /// <summary>Adds the update to dense <paramref name="z"/> in bf16.</summary>
    public void AddTo(Tensor z, Tensor? mask, bool ending)                     // [i,j,c], [i,j]
    {
        int tokens = (int)z.shape[0], keys = TileProducts.Padded(tokens);
        var pairs = new TilePairs((ushort*)VectorKernels.Data(z), tokens, _channels, ending);
        var bias = empty(_heads, tokens, keys, dtype: ScalarType.BFloat16);
        var logits = (ushort*)VectorKernels.Data(bias);
        var masked = mask is null ? null : ((ending ? mask.transpose(0, 1) : mask) - 1).mul(MaskedLogit).to(ScalarType.Float32).contiguous();
        float* maskRows = masked is null ? null : (float*)VectorKernels.Data(masked);
        var norm = new TileNorm(_norm);
        WorkerTeam.ForEach(tokens, row => BiasRow(pairs, norm, (int)row, logits, keys));
        WorkerTeam.ForEach(tokens, row => Row(pairs, norm, (int)row, logits, keys, maskRows == null ? null : maskRows + (row * tokens)));
    }

    private void BiasRow(TilePairs pairs, TileNorm norm, int row, ushort* bias, int keys)
    {
        using var units = TileProducts.Enter();
        var scratch = TileScratch.Begin(Block * ((sizeof(ushort) * _channels) + (2 * sizeof(float) * Lanes.Count)));
        var x = scratch.Take<ushort>(Block * _channels);
        var product = scratch.Take<float>(Block * Lanes.Count);
        var byHead = scratch.Take<float>(Block * Lanes.Count);
        for (int start = 0; start < keys; start += Block)
        {
            int count = Math.Min(Block, keys - start), real = Math.Min(count, pairs.Tokens - start);
            pairs.Normalise(norm, row, start, real, x);
            _bias.Multiply(0, count, x, _channels, product, Lanes.Count);
            TileWords.Transpose((uint*)product, Lanes.Count, (uint*)byHead, Block, count, Lanes.Count);
            for (int head = 0; head < _heads; head++)
            {
                var target = bias + ((((long)head * pairs.Tokens) + row) * keys) + start;
                for (int i = 0; i < count; i += Lanes.Count) Half16.Store((byte*)(target + i), Vector512.Load(byHead + (head * Block) + i));
                for (int i = Math.Max(0, real); i < count; i++) target[i] = (ushort)(BitConverter.SingleToUInt32Bits(TileSoftmax.Nowhere) >> 16);
            }
        }
    }

    private void Row(TilePairs pairs, TileNorm norm, int row, ushort* bias, int keys, float* mask)
    {
        using var units = TileProducts.Enter();
        int queries = TileSoftmax.QueriesAtOnce(keys), rows = TileProducts.PaddedRows(pairs.Tokens), projected = Parts * HeadChannels;
        var (singles, halves) = TileSoftmax.Scratch(queries, keys, HeadChannels);
        var scratch = TileScratch.Begin(
            (sizeof(ushort) * ((long)keys * (_channels + (2 * Hidden) + (4L * HeadChannels)) + halves)) + (sizeof(float) * (singles + (2L * keys) + (Block * projected))));
        var x = scratch.Take<ushort>((long)keys * _channels);
        ushort* q = scratch.Take<ushort>((long)keys * HeadChannels), k = scratch.Take<ushort>((long)keys * HeadChannels);
        uint* turned = scratch.Take<uint>((long)keys * HeadChannels / 2), v = scratch.Take<uint>((long)keys * HeadChannels / 2);
        ushort* gates = scratch.Take<ushort>((long)keys * Hidden), attended = scratch.Take<ushort>((long)keys * Hidden);
        float* logits = scratch.Take<float>((long)queries * keys), answer = scratch.Take<float>((long)queries * HeadChannels), sums = scratch.Take<float>(keys);
        var powers = scratch.Take<ushort>(halves);
        var product = scratch.Take<float>(Block * projected);
        float* keyMask = null;
        if (mask != null)
        {
            keyMask = scratch.Take<float>(keys);
            new Span<float>(mask, pairs.Tokens).CopyTo(new Span<float>(keyMask, keys));
            new Span<float>(keyMask + pairs.Tokens, keys - pairs.Tokens).Clear();   // the bias says that they are nowhere
        }

        pairs.Normalise(norm, row, 0, pairs.Tokens, x);
        new Span<ushort>(x + ((long)pairs.Tokens * _channels), (rows - pairs.Tokens) * _channels).Clear();
        new Span<ushort>(k + (rows * HeadChannels), (keys - rows) * HeadChannels).Clear();
        new Span<uint>(v + (rows / 2 * HeadChannels), (keys - rows) / 2 * HeadChannels).Clear();
        for (int head = 0; head < _heads; head++)
        {
            for (int start = 0; start < rows; start += Block)
            {
                int count = Math.Min(Block, rows - start);
                _projections.Multiply(head, count, x + ((long)start * _channels), _channels, product, projected);
                Split(product, count, q + (start * HeadChannels), k + (start * HeadChannels), v + (start / 2 * HeadChannels), gates + ((long)start * Hidden) + (head * HeadChannels));
            }
            TileWords.Transpose((uint*)k, HeadChannels / 2, turned, keys, keys, HeadChannels / 2);
            for (int start = 0; start < pairs.Tokens; start += queries)
            {
                int real = Math.Min(queries, pairs.Tokens - start), count = TileProducts.PaddedRows(real);
                TileSoftmax.Attend(
                    count, keys, HeadChannels, HeadChannels, q + (start * HeadChannels), HeadChannels, turned, v, bias + ((((long)head * pairs.Tokens) + start) * keys), keys, keyMask, real, logits,
                    powers, answer, sums);
                for (int i = 0; i < real; i++)
                    TileRows.ScaleGated(answer + (i * HeadChannels), sums[i], gates + ((long)(start + i) * Hidden) + (head * HeadChannels), attended + ((long)(start + i) * Hidden) + (head * HeadChannels), HeadChannels);
            }
        }
        for (int start = 0; start < pairs.Tokens; start += Block)
        {
            int real = Math.Min(Block, pairs.Tokens - start);
            for (int block = 0; block < _out.Blocks; block++)
            {
                _out.Multiply(block, TileProducts.PaddedRows(real), attended + ((long)start * Hidden), Hidden, product, _out.Width);
                for (int i = 0; i < real; i++) TileRows.Add<Half16>((byte*)(pairs.At(row, start + i) + (block * _out.Width)), product + (i * _out.Width), _out.Width);
            }
        }
    }

    /// <summary>A head's projections of some rows: queries and keys row by row, values as a second factor, gates opened.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]                                 // see TileRows
    private void Split(float* product, int rows, ushort* q, ushort* k, uint* v, ushort* gates)
    {
        const int stride = Parts * HeadChannels;
        var scale = Vector512.Create(Lanes.Log2E / MathF.Sqrt(HeadChannels));
        for (int row = 0; row < rows; row++)
        {
            float* from = product + (row * stride);
            for (int i = 0; i < HeadChannels; i += Lanes.Count)
            {
                Half16.Store((byte*)(q + (row * HeadChannels) + i), Vector512.Load(from + i) * scale);
                Half16.Store((byte*)(k + (row * HeadChannels) + i), Vector512.Load(from + HeadChannels + i));
                Half16.Store((byte*)(gates + ((long)row * Hidden) + i), Lanes.RoughSigmoid(Vector512.Load(from + (3 * HeadChannels) + i)));
                if (row % 2 == 0) Half16.Pair(Vector512.Load(from + (2 * HeadChannels) + i), Vector512.Load(from + stride + (2 * HeadChannels) + i)).Store(v + (row / 2 * HeadChannels) + i);
            }
        }
    }
}
