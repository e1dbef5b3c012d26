namespace Foldline.Network.Fast.Tiles;

/// <summary>Dense pairs in bf16, read by rows or by columns.</summary>
internal readonly unsafe struct TilePairs(ushort* data, int tokens, int channels, bool byColumns)
{
    /// <summary>Rows, and columns.</summary>
    public int Tokens => tokens;

    /// <summary>The channels of pair (i, j), or of (j, i) by columns.</summary>
    public ushort* At(long i, long j) => data + ((byColumns ? (j * tokens) + i : (i * tokens) + j) * channels);
}
