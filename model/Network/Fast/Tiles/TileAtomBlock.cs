using System.Runtime.Intrinsics;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>
/// A block of the diffusion transformer over atoms, in place. Its weights fit in the cache, so the rows are shared among the threads: first to queries, keys, values and
/// gates, then, when the neighbours have theirs, a few windows at a time through the attention, both residuals and the transition.
/// </summary>
internal sealed unsafe class TileAtomBlock
{
    private const int Window = (int)LocalWindows.QueryCount, Keys = (int)LocalWindows.KeyCount, LeftPad = (Keys - Window) / 2, WindowsAtOnce = 2, RowsAtOnce = WindowsAtOnce * Window;
    private const int Head = 32, Columns = 128;

    private readonly PackedWeight _queryGate, _keyValue, _out, _hidden, _back;
    private readonly Tensor _queryBias;
    private readonly int _channels, _heads, _hiddenChannels;

    private TileAtomBlock(Linear[] projections, Linear project, Linear gate, Linear value, Linear back)
    {
        (_channels, _hiddenChannels) = ((int)project.Weight.shape[0], (int)gate.Weight.shape[0]);
        _heads = _channels / Head;
        using var scope = NewDisposeScope();
        Tensor Rows(Linear linear) => PackedWeight.Rows(linear);
        (_queryGate, _keyValue) = (new PackedWeight(cat([Rows(projections[0]), Rows(projections[3])]), 2 * _channels), new PackedWeight(cat([Rows(projections[1]), Rows(projections[2])]), 2 * _channels));
        (_out, _back) = (new PackedWeight(Rows(project), _channels), new PackedWeight(Rows(back), _channels));
        _hidden = PackedWeight.GatesAndValues(gate, value, Columns);
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
    public static TileAtomBlock? For(Linear[] projections, Linear project, Linear gate, Linear value, Linear back, long heads)
    {
        long channels = project.Weight.shape[0];
        return PackedWeight.Takes(project) && channels == heads * Head && channels <= 2 * Columns && gate.Weight.shape[0] % Columns == 0
            ? new TileAtomBlock(projections, project, gate, value, back) : null;
    }

    /// <summary>Whether a bias can be read as it lies.</summary>
    public static bool Reads(Tensor bias) => bias.dtype == ScalarType.BFloat16 && bias.dim() == 5 && bias.is_contiguous();

    /// <summary>Adds both updates to dense atoms in single precision.</summary>
    /// <param name="a">Atoms. [S,l,c]</param>
    /// <param name="condition">What the condition says, [1|S,l,c] in bf16.</param>
    /// <param name="bias">The logits that the pairs of each window add, with the mask of keys outside. [1|S,w,h,32,128]</param>
    public void AddTo(Tensor a, BlockCondition condition, Tensor bias)
    {
        using var scope = NewDisposeScope();
        int samples = (int)a.shape[0], atoms = (int)a.shape[1], windows = (int)LocalWindows.Count(atoms), tasks = (windows + WindowsAtOnce - 1) / WindowsAtOnce;
        int queries = tasks * RowsAtOnce, keys = queries + Keys;
        Tensor q = Buffer(0, queries), g = Buffer(0, queries), k = Buffer(LeftPad, keys), v = Buffer(LeftPad, keys);
        float* data = (float*)VectorKernels.Data(a);
        ushort* query = Data(q), gate = Data(g), key = Data(k), value = Data(v), logits = Data(bias);
        var parts = new Parts(condition, bias.shape[0] > 1, windows * _heads * Window * Keys);
        WorkerTeam.ForEach((long)samples * tasks, task =>
        {
            int sample = (int)(task / tasks), start = (int)(task % tasks) * RowsAtOnce;
            long rows = (long)sample * queries * _channels, padded = ((long)sample * keys + LeftPad) * _channels;
            Project(data + ((long)sample * atoms * _channels), parts, sample, start, Math.Min(RowsAtOnce, atoms - start), query + rows, gate + rows, key + padded, value + padded);
        });
        WorkerTeam.ForEach((long)samples * tasks, task =>
        {
            int sample = (int)(task / tasks), start = (int)(task % tasks) * RowsAtOnce;
            long rows = (((long)sample * queries) + start) * _channels, padded = (((long)sample * keys) + start) * _channels;
            Update(data + ((long)sample * atoms * _channels), parts, sample, start, Math.Min(RowsAtOnce, atoms - start), query + rows, gate + rows, key + padded, value + padded,
                logits + (parts.BiasOf(sample) + ((long)start / Window * _heads * Window * Keys)));
        });

        // Padding holds zeros: what it attends to and what attends to it is cut off or masked, but must be finite.
        Tensor Buffer(int before, int length)
        {
            var buffer = empty(samples, length, _channels, dtype: ScalarType.BFloat16);
            for (int sample = 0; sample < samples; sample++)
            {
                var whole = new Span<ushort>(Data(buffer) + ((long)sample * length * _channels), length * _channels);
                whole[..(before * _channels)].Clear();
                whole[((before + atoms) * _channels)..].Clear();
            }
            return buffer;
        }
    }

    private static ushort* Data(Tensor tensor) => (ushort*)VectorKernels.Data(tensor);

    private void Project(float* a, Parts parts, int sample, int start, int count, ushort* q, ushort* g, ushort* k, ushort* v)
    {
        using var units = TileProducts.Enter();
        var scratch = TileScratch.Begin(RowsAtOnce * ((2 * sizeof(ushort) * _channels) + (2 * sizeof(float) * _channels)));
        ushort* x = scratch.Take<ushort>(RowsAtOnce * _channels), y = scratch.Take<ushort>(RowsAtOnce * _channels);
        var product = scratch.Take<float>(RowsAtOnce * 2 * _channels);
        for (int row = 0; row < count; row++)
        {
            long of = parts.RowOf(sample, start + row) * _channels;
            TileNorm.Row<Single32, Half16>((byte*)(a + ((long)(start + row) * _channels)), x + (row * _channels), _channels, (byte*)(parts.QueryScale + of), (byte*)(parts.QueryShift + of));
            if (parts.KeyScale != null)                                        // the key norm sees the normalised queries, not a
                TileNorm.Row<Half16, Half16>((byte*)(x + (row * _channels)), y + (row * _channels), _channels, (byte*)(parts.KeyScale + of), (byte*)(parts.KeyShift + of));
        }
        if (parts.KeyScale == null) y = x;
        float* offset = (float*)VectorKernels.Data(_queryBias);
        var scale = Vector512.Create(Lanes.Log2E / MathF.Sqrt(Head));
        _queryGate.Multiply(0, TileProducts.PaddedRows(count), x, _channels, product, 2 * _channels);
        for (int row = 0; row < count; row++)
        {
            float* from = product + (row * 2 * _channels);
            long to = (long)(start + row) * _channels;
            for (int i = 0; i < _channels; i += Lanes.Count) Half16.Store((byte*)(q + to + i), (Vector512.Load(from + i) + Vector512.Load(offset + i)) * scale);
            TileRows.Round(from + _channels, null, sigmoid: true, g + to, _channels);
        }
        _keyValue.Multiply(0, TileProducts.PaddedRows(count), y, _channels, product, 2 * _channels);
        for (int row = 0; row < count; row++)
        {
            long to = (long)(start + row) * _channels;
            TileRows.Round(product + (row * 2 * _channels), null, sigmoid: false, k + to, _channels);
            TileRows.Round(product + (row * 2 * _channels) + _channels, null, sigmoid: false, v + to, _channels);
        }
    }

    private void Update(float* a, Parts parts, int sample, int start, int count, ushort* q, ushort* g, ushort* k, ushort* v, ushort* bias)
    {
        using var units = TileProducts.Enter();
        var (singles, halves) = TileSoftmax.Scratch(Window, Keys, Head);
        int width = Math.Max(_channels, 2 * Columns);
        var scratch = TileScratch.Begin(
            (sizeof(float) * (singles + Window + (RowsAtOnce * width))) + (sizeof(ushort) * (halves + (2 * Keys * Head) + (RowsAtOnce * ((2 * _channels) + _hiddenChannels)))));
        float* logits = scratch.Take<float>(Window * Keys), answer = scratch.Take<float>(Window * Head), sums = scratch.Take<float>(Window), product = scratch.Take<float>(RowsAtOnce * width);
        ushort* powers = scratch.Take<ushort>(halves), attended = scratch.Take<ushort>(RowsAtOnce * _channels), x = scratch.Take<ushort>(RowsAtOnce * _channels);
        var hidden = scratch.Take<ushort>(RowsAtOnce * _hiddenChannels);
        uint* turned = scratch.Take<uint>(Keys * Head / 2), values = scratch.Take<uint>(Keys * Head / 2);
        for (int first = 0; first < count; first += Window)
        {
            for (int head = 0; head < _heads; head++)
            {
                long column = ((long)first * _channels) + (head * Head);
                TileWords.Transpose((uint*)(k + column), _channels / 2, turned, Keys, Keys, Head / 2);
                for (int pair = 0; pair < Keys / 2; pair++)
                {
                    ushort* even = v + column + (2L * pair * _channels);
                    for (int i = 0; i < Head; i += Lanes.Count)
                        Half16.Pair(Half16.Load((byte*)(even + i)), Half16.Load((byte*)(even + _channels + i))).Store(values + (pair * Head) + i);
                }
                TileSoftmax.Attend(
                    Window, Keys, Head, Head, q + column, _channels, turned, values, bias + ((((long)first / Window * _heads) + head) * Window * Keys), Keys, null, Window, logits, powers, answer, sums);
                for (int i = 0; i < Window; i++)
                    TileRows.ScaleGated(answer + (i * Head), sums[i], g + column + ((long)i * _channels), attended + column + ((long)i * _channels), Head);
            }
        }
        int padded = TileProducts.PaddedRows(count);
        _out.Multiply(0, padded, attended, _channels, product, _channels);
        for (int row = 0; row < count; row++)
        {
            long of = parts.RowOf(sample, start + row) * _channels;
            float* target = a + ((long)(start + row) * _channels);
            TileRows.AddProduct(target, product + (row * _channels), parts.AttentionGate + of, _channels);
            TileNorm.Row<Single32, Half16>((byte*)target, x + (row * _channels), _channels, (byte*)(parts.Scale + of), (byte*)(parts.Shift + of));
        }
        for (int block = 0; block < _hidden.Blocks; block++)
        {
            _hidden.Multiply(block, padded, x, _channels, product, 2 * Columns);
            for (int row = 0; row < count; row++)
                TileRows.SiluTimes(product + (row * 2 * Columns), product + (row * 2 * Columns) + Columns, hidden + (row * _hiddenChannels) + (block * Columns), Columns);
        }
        _back.Multiply(0, padded, hidden, _hiddenChannels, product, _channels);
        for (int row = 0; row < count; row++)
            TileRows.AddProduct(a + ((long)(start + row) * _channels), product + (row * _channels), parts.TransitionGate + (parts.RowOf(sample, start + row) * _channels), _channels);
    }

    /// <summary>Where the parts of a condition begin, and which of their rows belong to an atom of a sample.</summary>
    private readonly struct Parts(BlockCondition condition, bool ownBias, long bias)
    {
        private readonly long _rows = condition.AttentionGate.shape[0] == 1 ? 0 : condition.AttentionGate.shape[1];
        private readonly long _bias = ownBias ? bias : 0;

        public ushort* QueryScale { get; } = Data(condition.Query.Scale);
        public ushort* QueryShift { get; } = Data(condition.Query.Shift);
        public ushort* KeyScale { get; } = condition.Key is { } key ? Data(key.Scale) : null;
        public ushort* KeyShift { get; } = condition.Key is { } key ? Data(key.Shift) : null;
        public ushort* AttentionGate { get; } = Data(condition.AttentionGate);
        public ushort* Scale { get; } = Data(condition.Transition.Scale);
        public ushort* Shift { get; } = Data(condition.Transition.Shift);
        public ushort* TransitionGate { get; } = Data(condition.TransitionGate);

        public long RowOf(int sample, int atom) => (sample * _rows) + atom;

        public long BiasOf(int sample) => sample * _bias;
    }
}
