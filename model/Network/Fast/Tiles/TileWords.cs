using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Foldline.Network.Fast.Tiles;

/// <summary>Turns matrices of 32-bit words: single-precision numbers, or pairs of bf16 numbers that stay together.</summary>
internal static unsafe class TileWords
{
    /// <summary>target[j, i] = source[i, j]; both extents are multiples of 16.</summary>
    public static void Transpose(uint* source, long sourceStride, uint* target, long targetStride, int rows, int columns)
    {
        for (int i = 0; i < rows; i += Lanes.Count)
        {
            for (int j = 0; j < columns; j += Lanes.Count) Square(source + (i * sourceStride) + j, sourceStride, target + (j * targetStride) + i, targetStride);
        }
    }

    /// <summary>Sixteen by sixteen: fours of words change places within quarters of the vectors, then the quarters do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square(uint* source, long sourceStride, uint* target, long targetStride)
    {
        Quarter(source, sourceStride, out var a0, out var a1, out var a2, out var a3);
        Quarter(source + (4 * sourceStride), sourceStride, out var b0, out var b1, out var b2, out var b3);
        Quarter(source + (8 * sourceStride), sourceStride, out var c0, out var c1, out var c2, out var c3);
        Quarter(source + (12 * sourceStride), sourceStride, out var d0, out var d1, out var d2, out var d3);
        Quarters(a0, b0, c0, d0, target, targetStride);
        Quarters(a1, b1, c1, d1, target + targetStride, targetStride);
        Quarters(a2, b2, c2, d2, target + (2 * targetStride), targetStride);
        Quarters(a3, b3, c3, d3, target + (3 * targetStride), targetStride);
    }

    /// <summary>Four rows: the k-th result holds in each quarter q the column 4 q + k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(uint* from, long stride, out Vector512<ulong> r0, out Vector512<ulong> r1, out Vector512<ulong> r2, out Vector512<ulong> r3)
    {
        Vector512<uint> x0 = Vector512.Load(from), x1 = Vector512.Load(from + stride), x2 = Vector512.Load(from + (2 * stride)), x3 = Vector512.Load(from + (3 * stride));
        Vector512<ulong> low = Avx512F.UnpackLow(x0, x1).AsUInt64(), high = Avx512F.UnpackHigh(x0, x1).AsUInt64();
        Vector512<ulong> low2 = Avx512F.UnpackLow(x2, x3).AsUInt64(), high2 = Avx512F.UnpackHigh(x2, x3).AsUInt64();
        (r0, r1) = (Avx512F.UnpackLow(low, low2), Avx512F.UnpackHigh(low, low2));
        (r2, r3) = (Avx512F.UnpackLow(high, high2), Avx512F.UnpackHigh(high, high2));
    }

    /// <summary>Quarter q of each of the four goes to row 4 q.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d, uint* target, long stride)
    {
        Vector512<ulong> even = Avx512F.Shuffle4x128(a, b, 0x88), odd = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<ulong> even2 = Avx512F.Shuffle4x128(c, d, 0x88), odd2 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(even, even2, 0x88).AsUInt32().Store(target);
        Avx512F.Shuffle4x128(odd, odd2, 0x88).AsUInt32().Store(target + (4 * stride));
        Avx512F.Shuffle4x128(even, even2, 0xDD).AsUInt32().Store(target + (8 * stride));
        Avx512F.Shuffle4x128(odd, odd2, 0xDD).AsUInt32().Store(target + (12 * stride));
    }
}
