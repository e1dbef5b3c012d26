using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Foldline.Network.Fast.Tiles;

/// <summary>Dense pairs in bf16, read by rows or by columns.</summary>
internal readonly unsafe struct TilePairs(ushort* data, int tokens, int channels, bool byColumns)
{
    private const int LineBytes = 64;

    /// <summary>How many pairs ahead of its use a pair is called for: long enough for the memory, short enough for the nearest cache.</summary>
    public const int Ahead = 8;

    /// <summary>Rows, and columns.</summary>
    public int Tokens => tokens;

    /// <summary>The channels of pair (i, j), or of (j, i) by columns.</summary>
    public ushort* At(long i, long j) => data + ((byColumns ? (j * tokens) + i : (i * tokens) + j) * channels);

    /// <summary>Calls for pair (i, j), which may be beyond the last, so that it is in the cache when it is read: the processor itself does not foresee columns, nor short rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(long i, long j)
    {
        var line = (byte*)At(i, j);
        for (var end = line + (sizeof(ushort) * channels); line < end; line += LineBytes) Sse.Prefetch0(line);
    }

    /// <summary>Pairs of row i from column <paramref name="first"/> on, normalised, one after the other.</summary>
    public void Normalise(TileNorm norm, int i, int first, int count, ushort* target)
    {
        for (int j = 0; j < count; j++)
        {
            Prefetch(i, first + j + Ahead);
            norm.Row<Half16>((byte*)At(i, first + j), target + ((long)j * channels), channels);
        }
    }
}
