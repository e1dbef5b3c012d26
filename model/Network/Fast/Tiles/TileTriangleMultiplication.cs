using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// Triangle multiplication with its residual, in place. Both projections are written where the product of each channel reads them: the first row by row, the second as a
/// second factor; the product overwrites the first. The incoming edges are the outgoing ones of the transposed pairs, so only the reading differs.
/// </summary>
internal sealed unsafe class TileTriangleMultiplication
{
    private const int Pairs = 64, ProductRows = 128, ProductColumns = 64;
    private const int Skew = TileProducts.Multiple;                            // keeps channels from falling on the same sets of the cache

    private readonly LayerNorm _normIn, _normOut;
    private readonly Tensor _left, _right;                                     // [hidden, projection and gate, c]
    private readonly PackedWeight _gateOut, _projectOut;
    private readonly int _channels, _hidden;

    private TileTriangleMultiplication(LayerNorm normIn, LayerNorm normOut, (Linear Project, Linear Gate) left, (Linear Project, Linear Gate) right, Linear gateOut, Linear projectOut)
    {
        (_normIn, _normOut) = (normIn, normOut);
        (_hidden, _channels) = ((int)left.Project.Weight.shape[0], (int)left.Project.Weight.shape[1]);
        using var scope = NewDisposeScope();
        (_left, _right) = (Both(left), Both(right));
        int width = Math.Min(_channels, 128);
        (_gateOut, _projectOut) = (new PackedWeight(PackedWeight.Rows(gateOut), width), new PackedWeight(PackedWeight.Rows(projectOut), width));

        static Tensor Both((Linear Project, Linear Gate) part) => stack([PackedWeight.Rows(part.Project), PackedWeight.Rows(part.Gate)], 1).DetachFromDisposeScope();
    }

    /// <summary>The multiplication on the tile units, or <c>null</c> where they are not there or its sizes do not suit them.</summary>
    public static TileTriangleMultiplication? For(
        LayerNorm normIn, LayerNorm normOut, (Linear Project, Linear Gate) left, (Linear Project, Linear Gate) right, Linear gateOut, Linear projectOut)
    {
        long hidden = left.Project.Weight.shape[0], channels = left.Project.Weight.shape[1];
        return PackedWeight.Takes(left.Project) && PackedWeight.Takes(projectOut) && hidden % 32 == 0 && (channels is 64 || channels % 128 == 0)
            ? new TileTriangleMultiplication(normIn, normOut, left, right, gateOut, projectOut) : null;
    }

    /// <summary>Adds the update to dense <paramref name="z"/> in bf16, with the channels of the second projection in <paramref name="groups"/> parts.</summary>
    public void AddTo(Tensor z, Tensor? mask, int groups, bool outgoing)       // [i,j,c], [i,j]
    {
        int tokens = (int)z.shape[0], padded = TileProducts.Padded(tokens), step = (_hidden + groups - 1) / groups;
        long channel = ((long)padded * padded) + Skew;
        Tensor a = empty(_hidden * channel, dtype: ScalarType.BFloat16), b = empty(step * channel, dtype: ScalarType.BFloat16);
        ushort* left = (ushort*)VectorKernels.Data(a), right = (ushort*)VectorKernels.Data(b), data = (ushort*)VectorKernels.Data(z);
        var masked = mask?.to(ScalarType.Float32).contiguous();
        var read = new TilePairs(data, tokens, _channels, byColumns: !outgoing);
        var norm = new TileNorm(_normIn);
        var edges = new Edges(read, norm, masked is null ? null : (float*)VectorKernels.Data(masked), _channels, outgoing);
        for (int first = 0; first < _hidden; first += step)
        {
            int some = Math.Min(step, _hidden - first);
            ushort* mine = left + (first * channel);
            ushort* leftWeight = (ushort*)VectorKernels.Data(_left) + (2L * first * _channels), rightWeight = (ushort*)VectorKernels.Data(_right) + (2L * first * _channels);
            WorkerTeam.ForEach(padded, row => Rows(edges, leftWeight, some, (int)row, mine, channel, padded));
            WorkerTeam.ForEach(padded / 2, pair => RowPairs(edges, rightWeight, some, (int)pair, right, channel, padded));
            WorkerTeam.ForEach(some, index => Product(mine + (index * channel), (uint*)(right + (index * channel)), padded));
        }
        var target = new TilePairs(data, tokens, _channels, byColumns: false);
        var normOut = new TileNorm(_normOut);
        WorkerTeam.ForEach(tokens, row => AddRow(target, norm, normOut, left, channel, padded, (int)row));
    }

    /// <summary>Row i of the first projection: [c][i][k], zero where k is no token.</summary>
    private void Rows(Edges edges, ushort* weight, int some, int row, ushort* target, long channel, int padded)
    {
        if (row >= edges.Tokens)
        {
            Clear(target + ((long)row * padded), some, channel, padded);
            return;
        }
        using var units = TileProducts.Enter();
        var work = new Work(_channels, some);
        for (int start = 0; start < padded; start += Pairs)
        {
            int count = Math.Min(Pairs, padded - start);
            for (int i = 0; i < count; i++)
            {
                edges.Prefetch(row, start + i + TilePairs.Ahead);
                edges.Read(row, start + i, work, i);
            }
            Project(work, weight, some, count, target + ((long)row * padded) + start, channel);
        }
    }

    /// <summary>Rows 2 k and 2 k + 1 of the second projection as a second factor: word [k, j] of a channel holds edges (j, 2 k) and (j, 2 k + 1).</summary>
    private void RowPairs(Edges edges, ushort* weight, int some, int pair, ushort* target, long channel, int padded)
    {
        if (2 * pair >= edges.Tokens)
        {
            Clear(target + (2L * pair * padded), some, channel, 2 * padded);
            return;
        }
        using var units = TileProducts.Enter();
        var work = new Work(_channels, some);
        for (int start = 0; start < padded; start += Pairs / 2)
        {
            for (int i = 0; i < Pairs; i++)
            {
                edges.Prefetch(start + ((i + TilePairs.Ahead) / 2), (2 * pair) + (i % 2));
                edges.Read(start + (i / 2), (2 * pair) + (i % 2), work, i);
            }
            Project(work, weight, some, Pairs, target + (2L * pair * padded) + (2 * start), channel);
        }
    }

    /// <summary>What belongs to no token, in each channel.</summary>
    private static void Clear(ushort* target, int some, long channel, int length)
    {
        for (int index = 0; index < some; index++) new Span<ushort>(target + (index * channel), length).Clear();
    }

    /// <summary>The gated projection of some edges, channels first.</summary>
    private void Project(Work work, ushort* weight, int some, int count, ushort* target, long channel)
    {
        TileWords.Transpose((uint*)work.X, _channels / 2, work.Turned, count, count, _channels / 2);
        TileProducts.Multiply(2 * some, count, _channels, weight, _channels, work.Turned, count, work.Product, count);
        for (int index = 0; index < some; index++) Open(work.Product + (2 * index * count), work.Weights, target + (index * channel), count);
    }

    /// <summary>Values, each times its gate, which follow after them, and the weight of the edge.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]                                 // see TileRows
    private static void Open(float* values, float* weights, ushort* target, int count)
    {
        for (int i = 0; i < count; i += 2 * Lanes.Count) Half16.Store((byte*)(target + i), One(i), One(i + Lanes.Count));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector512<float> One(int i) => Vector512.Load(values + i) * (Lanes.RoughSigmoid(Vector512.Load(values + count + i)) * Vector512.Load(weights + i));
    }

    /// <summary>a bᵀ of a channel, over a.</summary>
    private static void Product(ushort* a, uint* b, int padded)
    {
        using var units = TileProducts.Enter();
        var scratch = TileScratch.Begin((sizeof(float) * ProductRows * ProductColumns) + (sizeof(ushort) * (long)ProductRows * padded));
        var product = scratch.Take<float>(ProductRows * ProductColumns);
        var rounded = scratch.Take<ushort>((long)ProductRows * padded);
        for (int row = 0; row < padded; row += ProductRows)
        {
            int rows = Math.Min(ProductRows, padded - row);
            for (int column = 0; column < padded; column += ProductColumns)
            {
                int columns = Math.Min(ProductColumns, padded - column);
                TileProducts.Multiply(rows, columns, padded, a + ((long)row * padded), padded, b + column, padded, product, columns);
                for (int i = 0; i < rows; i++) TileRows.Round(product + (i * columns), null, sigmoid: false, rounded + ((long)i * padded) + column, columns);
            }
            new Span<ushort>(rounded, rows * padded).CopyTo(new Span<ushort>(a + ((long)row * padded), rows * padded));
        }
    }

    /// <summary>Row i of the sums, normalised, projected, gated, added to the pairs.</summary>
    private void AddRow(TilePairs pairs, TileNorm normIn, TileNorm normOut, ushort* sums, long channel, int padded, int row)
    {
        using var units = TileProducts.Enter();
        int width = _gateOut.Width;
        var scratch = TileScratch.Begin(Pairs * ((sizeof(ushort) * ((2 * _hidden) + _channels)) + (2 * sizeof(float) * width)));
        uint* turned = scratch.Take<uint>(Pairs * _hidden / 2), y = scratch.Take<uint>(Pairs * _hidden / 2);
        var x = scratch.Take<ushort>(Pairs * _channels);
        float* update = scratch.Take<float>(Pairs * width), gate = scratch.Take<float>(Pairs * width);
        for (int start = 0; start < pairs.Tokens; start += Pairs)
        {
            int count = Math.Min(Pairs, padded - start), real = Math.Min(count, pairs.Tokens - start);
            for (int i = 0; i < count; i += Lanes.Count) Normalise(sums + ((long)row * padded) + start + i, channel, normOut, turned + i, count);
            TileWords.Transpose(turned, count, y, _hidden / 2, _hidden / 2, count);
            pairs.Normalise(normIn, row, start, real, x);
            for (int block = 0; block < _gateOut.Blocks; block++)
            {
                _gateOut.Multiply(block, count, x, _channels, gate, width);
                _projectOut.Multiply(block, count, (ushort*)y, _hidden, update, width);
                for (int i = 0; i < real; i++) TileRows.AddGated<Half16>((byte*)(pairs.At(row, start + i) + (block * width)), update + (i * width), gate + (i * width), width);
            }
        }
    }

    /// <summary>The norm over the channels of sixteen sums that lie side by side, two channels a word.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]                                 // see TileRows
    private void Normalise(ushort* sums, long channel, TileNorm norm, uint* target, int stride)
    {
        Vector512<float> sum = Vector512<float>.Zero, squares = sum;
        for (int i = 0; i < _hidden; i++) sum += Half16.Load((byte*)(sums + (i * channel)));
        var mean = sum * (1f / _hidden);
        for (int i = 0; i < _hidden; i++)
        {
            var x = Half16.Load((byte*)(sums + (i * channel))) - mean;
            squares = Vector512.FusedMultiplyAdd(x, x, squares);
        }
        var factor = Vector512<float>.One / Vector512.Sqrt((squares * (1f / _hidden)) + Vector512.Create((float)LayerNorm.Epsilon));
        for (int i = 0; i < _hidden; i += 2) Half16.Pair(One(i), One(i + 1)).Store(target + (i / 2 * stride));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector512<float> One(int index)
        {
            var x = (Half16.Load((byte*)(sums + (index * channel))) - mean) * factor;
            if (norm.Scale != null) x *= norm.Scale[index];
            if (norm.Shift != null) x += Vector512.Create(norm.Shift[index]);
            return x;
        }
    }

    /// <summary>The edges as they are read: normalised pairs and their mask.</summary>
    private readonly struct Edges(TilePairs pairs, TileNorm norm, float* mask, int channels, bool outgoing)
    {
        /// <summary>Tokens on either side.</summary>
        public int Tokens => pairs.Tokens;

        /// <summary>Calls for the pair that <see cref="Read"/> reads.</summary>
        public void Prefetch(int i, int k) => pairs.Prefetch(i, k);

        /// <summary>Edge (i, k), or (k, i) of incoming ones, as a row of the work; zero where there is none.</summary>
        public void Read(int i, int k, Work work, int row)
        {
            bool real = i < pairs.Tokens && k < pairs.Tokens;
            if (real) norm.Row<Half16>((byte*)pairs.At(i, k), work.X + (row * channels), channels);
            else new Span<ushort>(work.X + (row * channels), channels).Clear();
            work.Weights[row] = !real || mask == null ? 1 : mask[outgoing ? ((long)i * pairs.Tokens) + k : ((long)k * pairs.Tokens) + i];
        }
    }

    /// <summary>What a block of projections needs.</summary>
    private readonly ref struct Work
    {
        public Work(int channels, int some)
        {
            var scratch = TileScratch.Begin(Pairs * ((2 * sizeof(ushort) * channels) + (sizeof(float) * ((2 * some) + 1))));
            X = scratch.Take<ushort>(Pairs * channels);
            Turned = scratch.Take<uint>(Pairs * channels / 2);
            Product = scratch.Take<float>(2 * some * Pairs);
            Weights = scratch.Take<float>(Pairs);
        }

        public ushort* X { get; }
        public uint* Turned { get; }
        public float* Product { get; }
        public float* Weights { get; }
    }
}
