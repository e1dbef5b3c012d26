using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// A block of the diffusion transformer over tokens, in place. The threads share the columns of the weights, so that the weights, which are far larger than a hundred tokens,
/// come from memory once; a head's queries, keys, values and gates go from their projection through the attention without leaving the cache.
/// </summary>
internal sealed unsafe class TileTokenBlock
{
    private const int RowsAtOnce = 64, RowsPerTask = 256, Columns = 128, Parts = 4;

    private readonly PackedWeight _projections, _out, _hidden, _transitionOut;
    private readonly Tensor _queryBias;
    private readonly int _channels, _heads, _head, _inner, _hiddenChannels;

    private TileTokenBlock(Linear[] projections, Linear project, Linear gate, Linear value, Linear back, int heads)
    {
        (_channels, _heads, _hiddenChannels) = ((int)project.Weight.shape[0], heads, (int)gate.Weight.shape[0]);
        (_head, _inner) = (_channels / heads, TileProducts.Padded(_channels / heads));
        using var scope = NewDisposeScope();
        var byHead = stack([.. projections.Select(part => PackedWeight.Rows(part).view(heads, _head, _channels))], 1);
        _projections = new PackedWeight(byHead.view(-1, _channels), Parts * _head);
        _out = new PackedWeight(PackedWeight.Rows(project), Columns);
        _hidden = PackedWeight.GatesAndValues(gate, value, Columns);
        _transitionOut = new PackedWeight(PackedWeight.Rows(back), Columns);
        var bias = projections[0].Bias is { } offset ? offset.detach().to(ScalarType.Float32, copy: true) : zeros(_channels);
        _queryBias = bias.DetachFromDisposeScope();
    }

    /// <summary>The block on the tile units, or <c>null</c> where they are not there or its sizes do not suit them.</summary>
    /// <param name="projections">To query, key, value and gate.</param>
    /// <param name="project">Back from the attention.</param>
    /// <param name="gate">Into the transition's gate.</param>
    /// <param name="value">Into the transition's hidden layer.</param>
    /// <param name="back">Back from the transition.</param>
    /// <param name="heads">Heads of the attention.</param>
    public static TileTokenBlock? For(Linear[] projections, Linear project, Linear gate, Linear value, Linear back, long heads)
    {
        long channels = project.Weight.shape[0];
        return PackedWeight.Takes(project) && channels % Columns == 0 && channels % heads == 0 && channels / heads % Lanes.Count == 0 && gate.Weight.shape[0] % Columns == 0
            ? new TileTokenBlock(projections, project, gate, value, back, (int)heads) : null;
    }

    /// <summary>Whether a bias can be read: its rows are padded to whole vectors (<see cref="FastPairBias.Padded"/>).</summary>
    public static bool Reads(Tensor bias) =>
        bias.dtype == ScalarType.BFloat16 && bias.dim() == 4 && bias.stride(3) == 1 && bias.stride(2) == TileProducts.Padded(bias.shape[3]) && bias.stride(1) == bias.shape[2] * bias.stride(2);

    /// <summary>Adds both updates to dense tokens in single precision.</summary>
    /// <param name="a">Tokens. [S,i,c]</param>
    /// <param name="condition">What the condition says, [1|S,i,c] in bf16.</param>
    /// <param name="bias">The logits that the pairs add. [1|S,h,i,j]</param>
    public void AddTo(Tensor a, BlockCondition condition, Tensor bias)
    {
        using var scope = NewDisposeScope();
        int samples = (int)a.shape[0], tokens = (int)a.shape[1], rows = samples * tokens;
        Tensor input = Buffer(_channels), attended = Buffer(_channels), middle = Buffer(_hiddenChannels);
        float* data = (float*)VectorKernels.Data(a);
        ushort* x = (ushort*)VectorKernels.Data(input), y = (ushort*)VectorKernels.Data(attended), hidden = (ushort*)VectorKernels.Data(middle);
        var logits = (ushort*)VectorKernels.Data(bias);
        long biasOfSample = bias.shape[0] > 1 ? bias.stride(0) : 0;
        ushort* gate = Data(condition.AttentionGate), transitionGate = Data(condition.TransitionGate);
        int shared = (int)condition.AttentionGate.shape[0] == 1 ? tokens : rows;  // rows of the condition

        Adapt(condition.Query);
        WorkerTeam.ForEach((long)_heads * samples, task => Attend(x, (int)(task / samples), (int)(task % samples), tokens, logits + (task % samples * biasOfSample), y));
        Columnwise(_out, (block, first, count) => AddGated(_out, block, y, data, gate, shared, first, count));
        Adapt(condition.Transition);
        Columnwise(_hidden, (block, first, count) => Open(x, block, hidden, first, count));
        Columnwise(_transitionOut, (block, first, count) => AddGated(_transitionOut, block, hidden, data, transitionGate, shared, first, count));

        // Rows beyond the last are read as keys that nobody sees; they must be finite.
        Tensor Buffer(int channels)
        {
            var buffer = empty(rows + RowsAtOnce, channels, dtype: ScalarType.BFloat16);
            new Span<ushort>(Data(buffer) + ((long)rows * channels), RowsAtOnce * channels).Clear();   // libtorch would wake its threads for it
            return buffer;
        }

        void Adapt(Adaptation adaptation)
        {
            ushort* scale = Data(adaptation.Scale), shift = Data(adaptation.Shift);
            CacheBlocks.ForEach(a, rows, RowsAtOnce, (start, count) =>
            {
                for (long row = start; row < start + count; row++)
                {
                    long of = row % shared * _channels;
                    TileNorm.Row<Single32, Half16>((byte*)(data + (row * _channels)), x + (row * _channels), _channels, (byte*)(scale + of), (byte*)(shift + of));
                }
            });
        }

        void Columnwise(PackedWeight weight, Action<int, int, int> work)
        {
            int chunks = (rows + RowsPerTask - 1) / RowsPerTask;
            WorkerTeam.ForEach((long)weight.Blocks * chunks, task =>
            {
                using var units = TileProducts.Enter();
                int first = (int)(task % chunks) * RowsPerTask;
                work((int)(task / chunks), first, Math.Min(RowsPerTask, rows - first));
            });
        }

        static ushort* Data(Tensor tensor) => (ushort*)VectorKernels.Data(tensor);
    }

    private void Attend(ushort* x, int head, int sample, int tokens, ushort* bias, ushort* attended)
    {
        using var units = TileProducts.Enter();
        int keys = TileProducts.Padded(tokens), rows = TileProducts.PaddedRows(tokens), width = Parts * _head, first = sample * tokens;
        int queries = TileSoftmax.QueriesAtOnce(keys);
        var (singles, halves) = TileSoftmax.Scratch(queries, keys, _head);
        var scratch = TileScratch.Begin((sizeof(ushort) * (((long)keys * ((3 * _inner) + (2 * _head))) + halves)) + (sizeof(float) * (singles + (2 * keys) + (RowsAtOnce * width))));
        ushort* q = scratch.Take<ushort>((long)keys * _inner), k = scratch.Take<ushort>((long)keys * _inner), gates = scratch.Take<ushort>((long)keys * _head);
        uint* turned = scratch.Take<uint>((long)keys * _inner / 2), v = scratch.Take<uint>((long)keys * _head / 2);
        float* logits = scratch.Take<float>((long)queries * keys), answer = scratch.Take<float>((long)queries * _head), sums = scratch.Take<float>(keys), mask = scratch.Take<float>(keys);
        var powers = scratch.Take<ushort>(halves);
        var product = scratch.Take<float>(RowsAtOnce * width);
        new Span<float>(mask, tokens).Clear();
        new Span<float>(mask + tokens, keys - tokens).Fill(TileSoftmax.Nowhere);
        new Span<ushort>(k + (rows * _inner), (keys - rows) * _inner).Clear();
        new Span<uint>(v + (rows / 2 * _head), (keys - rows) / 2 * _head).Clear();
        for (int start = 0; start < rows; start += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - start);
            _projections.Multiply(head, count, x + ((long)(first + start) * _channels), _channels, product, width);
            Split(product, count, head, q + (start * _inner), k + (start * _inner), v + (start / 2 * _head), gates + (start * _head));
        }
        TileWords.Transpose((uint*)k, _inner / 2, turned, keys, keys, _inner / 2);
        bias += (long)head * tokens * keys;
        for (int start = 0; start < tokens; start += queries)
        {
            int real = Math.Min(queries, tokens - start), count = TileProducts.PaddedRows(real);
            TileSoftmax.Attend(count, keys, _inner, _head, q + (start * _inner), _inner, turned, v, bias + ((long)start * keys), keys, mask, real, logits, powers, answer, sums);
            for (int i = 0; i < real; i++)
                TileRows.ScaleGated(answer + (i * _head), sums[i], gates + ((start + i) * _head), attended + ((long)(first + start + i) * _channels) + (head * _head), _head);
        }
    }

    /// <summary>A head's projections of some rows: queries and keys row by row with zeros up to their padded length, values as a second factor, gates opened.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]                                 // see TileRows
    private void Split(float* product, int rows, int head, ushort* q, ushort* k, uint* v, ushort* gates)
    {
        int stride = Parts * _head;
        float* offset = (float*)VectorKernels.Data(_queryBias) + (head * _head);
        var scale = Vector512.Create(Lanes.Log2E / MathF.Sqrt(_head));
        for (int row = 0; row < rows; row++)
        {
            float* from = product + (row * stride);
            ushort* query = q + (row * _inner), key = k + (row * _inner), gate = gates + (row * _head);
            for (int i = 0; i < _head; i += Lanes.Count)
            {
                Half16.Store((byte*)(query + i), (Vector512.Load(from + i) + Vector512.Load(offset + i)) * scale);
                Half16.Store((byte*)(key + i), Vector512.Load(from + _head + i));
                Half16.Store((byte*)(gate + i), Lanes.RoughSigmoid(Vector512.Load(from + (3 * _head) + i)));
                if (row % 2 == 0) Half16.Pair(Vector512.Load(from + (2 * _head) + i), Vector512.Load(from + stride + (2 * _head) + i)).Store(v + (row / 2 * _head) + i);
            }
            new Span<ushort>(query + _head, _inner - _head).Clear();
            new Span<ushort>(key + _head, _inner - _head).Clear();
        }
    }

    private void AddGated(PackedWeight weight, int block, ushort* input, float* target, ushort* gate, int shared, int first, int count)
    {
        var product = TileScratch.Begin(sizeof(float) * RowsAtOnce * Columns).Take<float>(RowsAtOnce * Columns);
        for (int start = first; start < first + count; start += RowsAtOnce)
        {
            int some = Math.Min(RowsAtOnce, first + count - start);
            weight.Multiply(block, TileProducts.PaddedRows(some), input + ((long)start * weight.Inner), weight.Inner, product, Columns);
            for (int row = start; row < start + some; row++)
            {
                long column = block * Columns;
                TileRows.AddProduct(target + ((long)row * _channels) + column, product + ((row - start) * Columns), gate + ((long)(row % shared) * _channels) + column, Columns);
            }
        }
    }

    private void Open(ushort* x, int block, ushort* hidden, int first, int count)
    {
        var product = TileScratch.Begin(sizeof(float) * RowsAtOnce * 2 * Columns).Take<float>(RowsAtOnce * 2 * Columns);
        for (int start = first; start < first + count; start += RowsAtOnce)
        {
            int some = Math.Min(RowsAtOnce, first + count - start);
            _hidden.Multiply(block, TileProducts.PaddedRows(some), x + ((long)start * _channels), _channels, product, 2 * Columns);
            for (int row = 0; row < some; row++)
                TileRows.SiluTimes(product + (row * 2 * Columns), product + (row * 2 * Columns) + Columns, hidden + ((long)(start + row) * _hiddenChannels) + (block * Columns), Columns);
        }
    }
}
