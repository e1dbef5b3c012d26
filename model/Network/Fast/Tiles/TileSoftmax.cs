using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Foldline.Network.Fast.Tiles;

/// <summary>Attention of a head to keys that are all at hand: logits, their powers and the weighted values of some queries, in the cache.</summary>
internal static unsafe class TileSoftmax
{
    /// <summary>What is added to the logit of a key that does not exist: less than any mask gives.</summary>
    public const float Nowhere = -1e30f;

    private const long LogitBytes = 256 << 10;

    /// <summary>Queries whose logits to so many keys stay in the cache, a multiple of <see cref="TileProducts.Multiple"/>.</summary>
    public static int QueriesAtOnce(int keys) =>
        (int)Math.Clamp(LogitBytes / (sizeof(float) * keys) / TileProducts.Multiple * TileProducts.Multiple, TileProducts.Multiple, keys);

    /// <summary>Scratch numbers for <see cref="Attend"/>: logits, and their powers.</summary>
    public static (long Singles, long Halves) Scratch(int queries, int keys, int channels) => (((long)queries * keys) + ((long)queries * channels), (long)queries * keys);

    /// <summary>The unnormalised answer of each query, and the sum it is to be divided by.</summary>
    /// <param name="queries">How many, a multiple of 16.</param>
    /// <param name="keys">How many, a multiple of 32; those that do not exist have <see cref="Nowhere"/> in the bias or the mask.</param>
    /// <param name="inner">Channels of queries and keys, a multiple of 32.</param>
    /// <param name="channels">Channels of values, a multiple of 16.</param>
    /// <param name="q">Queries, scaled by log₂ e / √d. [queries,inner]</param>
    /// <param name="strideQ">Numbers from a query to the next.</param>
    /// <param name="k">Keys as a second factor. [inner/2,keys]</param>
    /// <param name="v">Values as a second factor. [keys/2,channels]</param>
    /// <param name="bias">Added to the logits, log₂ e times; rows <paramref name="strideBias"/> apart, finite also where no key is.</param>
    /// <param name="strideBias">Numbers from a row of the bias to the next; only <paramref name="rows"/> rows are read.</param>
    /// <param name="mask">Added to every row of logits, or <c>null</c>. [keys]</param>
    /// <param name="rows">Queries that are wanted.</param>
    /// <param name="logits">Scratch. [queries,keys]</param>
    /// <param name="powers">Scratch. [queries,keys]</param>
    /// <param name="answer">The answers. [queries,channels]</param>
    /// <param name="sums">The reciprocal of the sum of each wanted query.</param>
    public static void Attend(
        int queries, int keys, int inner, int channels, ushort* q, long strideQ, uint* k, uint* v, ushort* bias, long strideBias, float* mask, int rows, float* logits, ushort* powers,
        float* answer, float* sums)
    {
        TileProducts.Multiply(queries, keys, inner, q, strideQ, k, keys, logits, keys);
        for (int row = 0; row < rows; row++) sums[row] = Powers(logits + ((long)row * keys), bias + (row * strideBias), mask, powers + ((long)row * keys), keys);
        TileProducts.Multiply(queries, channels, keys, powers, keys, v, channels, answer, channels);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]                                 // see TileRows
    private static float Powers(float* logits, ushort* bias, float* mask, ushort* powers, int keys)
    {
        Vector512<float> largest = Vector512.Create(float.MinValue), other = largest, unit = Vector512.Create(Lanes.Log2E);
        for (int i = 0; i < keys; i += 2 * Lanes.Count)
        {
            var x = Vector512.FusedMultiplyAdd(Half16.Load((byte*)(bias + i)), unit, Vector512.Load(logits + i));
            var y = Vector512.FusedMultiplyAdd(Half16.Load((byte*)(bias + i + Lanes.Count)), unit, Vector512.Load(logits + i + Lanes.Count));
            if (mask != null) (x, y) = (x + Vector512.Load(mask + i), y + Vector512.Load(mask + i + Lanes.Count));
            x.Store(logits + i);
            y.Store(logits + i + Lanes.Count);
            (largest, other) = (Avx512F.Max(largest, x), Avx512F.Max(other, y));
        }
        var top = Vector512.Create(Largest(Avx512F.Max(largest, other)));
        Vector512<float> sum = Vector512<float>.Zero, otherSum = sum;
        for (int i = 0; i < keys; i += 2 * Lanes.Count)
        {
            Vector512<float> x = Lanes.RoughPower(Vector512.Load(logits + i) - top), y = Lanes.RoughPower(Vector512.Load(logits + i + Lanes.Count) - top);
            (sum, otherSum) = (sum + x, otherSum + y);
            Half16.Store((byte*)(powers + i), x, y);
        }
        return 1 / Vector512.Sum(sum + otherSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest(Vector512<float> x)
    {
        var half = Avx.Max(x.GetLower(), x.GetUpper());
        var quarter = Sse.Max(half.GetLower(), half.GetUpper());
        quarter = Sse.Max(quarter, Sse.Shuffle(quarter, quarter, 0b01_00_11_10));
        return Sse.Max(quarter, Sse.Shuffle(quarter, quarter, 0b10_11_00_01)).ToScalar();
    }
}
