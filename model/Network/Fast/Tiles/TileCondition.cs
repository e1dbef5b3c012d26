using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>What the condition says to a block of a diffusion transformer: two or three adaptive norms and two gates, each one or two products of the same rows.</summary>
internal sealed unsafe class TileCondition
{
    private const int RowsAtOnce = 64, RowsPerTask = 256, Columns = 128;

    private readonly LayerNorm[] _norms;                                       // an input for each, and after them the condition as it is
    private readonly (PackedWeight Weight, Tensor? Bias, int Input, bool Sigmoid)[] _products;
    private readonly int _channels, _inputs;

    private TileCondition(AdaptiveLayerNorm[] norms, Linear[] gates)
    {
        _norms = [.. norms.Select(norm => norm.Norm("layernorm_s"))];
        (_channels, _inputs) = ((int)gates[0].Weight.shape[0], (int)gates[0].Weight.shape[1]);
        _products =
        [
            .. norms.SelectMany((norm, index) => new[] { Product(norm.Linear("linear_s"), index, sigmoid: true), Product(norm.Linear("linear_nobias_s"), index, sigmoid: false) }),
            .. gates.Select(gate => Product(gate, norms.Length, sigmoid: true)),
        ];
    }

    /// <summary>The condition on the tile units, or <c>null</c> where they are not there or its sizes do not suit them.</summary>
    public static TileCondition? For(AdaptiveLayerNorm[] norms, Linear[] gates) =>
        gates.All(PackedWeight.Takes) && gates[0].Weight.shape[0] % Columns == 0 ? new TileCondition(norms, gates) : null;

    /// <summary>Scale and shift of each norm, then the gates; each [rows, channels] in bf16.</summary>
    /// <param name="s">The condition, dense and in single precision. [rows,inputs]</param>
    /// <param name="results">Where they go.</param>
    public void Write(Tensor s, IReadOnlyList<Tensor> results)
    {
        using var scope = NewDisposeScope();
        int rows = (int)s.shape[0], inputs = _norms.Length + 1;
        var prepared = empty(inputs, rows + RowsAtOnce, _inputs, dtype: ScalarType.BFloat16);
        float* condition = (float*)VectorKernels.Data(s);
        ushort* ready = (ushort*)VectorKernels.Data(prepared);
        long stride = (long)(rows + RowsAtOnce) * _inputs;
        CacheBlocks.ForEach(s, rows, RowsAtOnce, (start, count) => Prepare(condition, ready, stride, start, count));
        nint[] targets = [.. results.Select(result => (nint)VectorKernels.Data(result))];
        int blocks = _channels / Columns, chunks = (rows + RowsPerTask - 1) / RowsPerTask;
        WorkerTeam.ForEach((long)_products.Length * blocks * chunks, task =>
        {
            int product = (int)(task / chunks / blocks), block = (int)(task / chunks % blocks), first = (int)(task % chunks) * RowsPerTask;
            Multiply(_products[product], block, ready + (_products[product].Input * stride), first, Math.Min(RowsPerTask, rows - first), (ushort*)targets[product]);
        });
    }

    private static (PackedWeight Weight, Tensor? Bias, int Input, bool Sigmoid) Product(Linear linear, int input, bool sigmoid)
    {
        using var scope = NewDisposeScope();
        return (new PackedWeight(PackedWeight.Rows(linear), Columns), linear.Bias?.detach().to(ScalarType.Float32, copy: true).DetachFromDisposeScope(), input, sigmoid);
    }

    private void Prepare(float* condition, ushort* ready, long stride, long start, long count)
    {
        for (int input = 0; input < _norms.Length; input++)
        {
            var norm = new TileNorm(_norms[input]);
            for (long row = start; row < start + count; row++) norm.Row<Single32>((byte*)(condition + (row * _inputs)), ready + (input * stride) + (row * _inputs), _inputs);
        }
        for (long row = start; row < start + count; row++)
            TileRows.Round(condition + (row * _inputs), null, sigmoid: false, ready + (_norms.Length * stride) + (row * _inputs), _inputs);
    }

    private void Multiply((PackedWeight Weight, Tensor? Bias, int Input, bool Sigmoid) product, int block, ushort* ready, int first, int count, ushort* target)
    {
        using var units = TileProducts.Enter();
        var values = TileScratch.Begin(sizeof(float) * RowsAtOnce * Columns).Take<float>(RowsAtOnce * Columns);
        float* bias = product.Bias is { } offset ? (float*)VectorKernels.Data(offset) + (block * Columns) : null;
        for (int start = first; start < first + count; start += RowsAtOnce)
        {
            int some = Math.Min(RowsAtOnce, first + count - start);
            product.Weight.Multiply(block, TileProducts.PaddedRows(some), ready + ((long)start * _inputs), _inputs, values, Columns);
            for (int row = 0; row < some; row++)
                TileRows.Round(values + (row * Columns), bias, product.Sigmoid, target + ((long)(start + row) * _channels) + (block * Columns), Columns);
        }
    }
}
