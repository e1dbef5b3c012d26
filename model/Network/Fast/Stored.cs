using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Foldline.Network.Fast;

/// <summary>How sixteen numbers lie in memory.</summary>
internal unsafe interface IStored
{
    /// <summary>Bytes of a number.</summary>
    static abstract int Size { get; }

    /// <summary>Sixteen numbers in single precision.</summary>
    static abstract Vector512<float> Load(byte* from);

    /// <summary>Sixteen numbers, rounded to how they lie.</summary>
    static abstract void Store(byte* to, Vector512<float> value);

    /// <summary>Thirty-two numbers, rounded to how they lie.</summary>
    static abstract void Store(byte* to, Vector512<float> first, Vector512<float> second);
}

/// <summary>Single precision.</summary>
internal readonly unsafe struct Single32 : IStored
{
    /// <inheritdoc/>
    public static int Size => sizeof(float);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from) => Vector512.Load((float*)from);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* to, Vector512<float> value) => value.Store((float*)to);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* to, Vector512<float> first, Vector512<float> second)
    {
        first.Store((float*)to);
        second.Store((float*)to + Lanes.Count);
    }
}

/// <summary>
/// bf16: the upper half of a single, rounded to the nearest. Halves go away from zero, not to even: results of products are hardly ever halves, and it takes a third of the
/// instructions.
/// </summary>
internal readonly unsafe struct Half16 : IStored
{
    /// <inheritdoc/>
    public static int Size => sizeof(ushort);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from) => Vector512.ShiftLeft(Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)from)), 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* to, Vector512<float> value) => Avx512F.ConvertToVector256UInt16(Upper(value)).Store((ushort*)to);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* to, Vector512<float> first, Vector512<float> second)
    {
        var quarters = Avx512BW.PackUnsignedSaturate(Upper(first).AsInt32(), Upper(second).AsInt32()).AsUInt64();   // four of the first, four of the second, and so on
        Avx512F.PermuteVar8x64(quarters, Vector512.Create(0ul, 2, 4, 6, 1, 3, 5, 7)).Store((ulong*)to);
    }

    /// <summary>Two rows of sixteen, entry by entry: the low halves of the words are the first row's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Pair(Vector512<float> low, Vector512<float> high) => Upper(low) | (Rounded(high) & Vector512.Create(0xFFFF0000u));

    /// <summary>The bf16 numbers as words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Upper(Vector512<float> value) => Vector512.ShiftRightLogical(Rounded(value), 16);

    /// <summary>Infinity stays, and so does what is not a number as processors make it: only a payload of ones would run over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<float> value) => value.AsUInt32() + Vector512.Create(0x8000u);
}
