using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast.Tiles;

/// <summary>A <see cref="Transition"/> with its residual, in place: a block of rows goes through norm, both projections, their product and the way back without leaving the cache.</summary>
internal sealed unsafe class TileTransition
{
    private const int RowsAtOnce = 64, MostRowsPerTask = 512, HiddenAtOnce = 128;

    private readonly LayerNorm _norm;
    private readonly PackedWeight _hidden, _out;
    private readonly int _channels, _hiddenChannels;

    private TileTransition(LayerNorm norm, Linear gate, Linear value, Linear project)
    {
        _norm = norm;
        (_hiddenChannels, _channels) = ((int)gate.Weight.shape[0], (int)gate.Weight.shape[1]);
        using var scope = NewDisposeScope();
        _hidden = PackedWeight.GatesAndValues(gate, value, HiddenAtOnce);
        _out = new PackedWeight(PackedWeight.Rows(project), Math.Min(_channels, HiddenAtOnce));
    }

    /// <summary>The transition on the tile units, or <c>null</c> where they are not there or its sizes do not suit them.</summary>
    public static TileTransition? For(LayerNorm norm, Linear gate, Linear value, Linear project) =>
        PackedWeight.Takes(gate) && PackedWeight.Takes(project) && project.Weight.shape[1] % HiddenAtOnce == 0 && gate.Weight.shape[1] is 64 or >= HiddenAtOnce
        && gate.Weight.shape[1] % Math.Min(gate.Weight.shape[1], HiddenAtOnce) == 0 ? new TileTransition(norm, gate, value, project) : null;

    /// <summary>Adds the update to dense rows, [n,c] in bf16 or single precision.</summary>
    public void AddTo(Tensor rows)
    {
        if (rows.dtype == ScalarType.BFloat16) AddTo<Half16>(rows);
        else AddTo<Single32>(rows);
    }

    private void AddTo<T>(Tensor rows) where T : struct, IStored
    {
        byte* data = VectorKernels.Data(rows);
        var norm = new TileNorm(_norm);
        long count = rows.shape[0], share = (count + WorkerTeam.Size - 1) / WorkerTeam.Size;
        CacheBlocks.ForEach(rows, count, Math.Clamp((share + RowsAtOnce - 1) / RowsAtOnce * RowsAtOnce, RowsAtOnce, MostRowsPerTask), (start, some) =>
        {
            using var units = TileProducts.Enter();
            for (long first = start; first < start + some; first += RowsAtOnce)
                Block<T>(data + (first * _channels * T.Size), (int)Math.Min(RowsAtOnce, start + some - first), norm);
        });
    }

    private void Block<T>(byte* rows, int count, TileNorm norm) where T : struct, IStored
    {
        int padded = TileProducts.PaddedRows(count), width = 2 * HiddenAtOnce;
        var scratch = TileScratch.Begin(RowsAtOnce * ((sizeof(ushort) * (_channels + _hiddenChannels)) + (sizeof(float) * width)));
        var x = scratch.Take<ushort>(RowsAtOnce * _channels);
        var hidden = scratch.Take<ushort>(RowsAtOnce * _hiddenChannels);
        var product = scratch.Take<float>(RowsAtOnce * width);
        for (int row = 0; row < count; row++) norm.Row<T>(rows + ((long)row * _channels * T.Size), x + (row * _channels), _channels);
        for (int block = 0; block < _hidden.Blocks; block++)
        {
            _hidden.Multiply(block, padded, x, _channels, product, width);
            for (int row = 0; row < count; row++)
                TileRows.SiluTimes(product + (row * width), product + (row * width) + HiddenAtOnce, hidden + (row * _hiddenChannels) + (block * HiddenAtOnce), HiddenAtOnce);
        }
        for (int block = 0; block < _out.Blocks; block++)
        {
            _out.Multiply(block, padded, hidden, _hiddenChannels, product, _out.Width);
            for (int row = 0; row < count; row++)
                TileRows.Add<T>(rows + (((long)row * _channels) + (block * _out.Width)) * T.Size, product + (row * _out.Width), _out.Width);
        }
    }
}
