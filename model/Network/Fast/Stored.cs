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
}

/// <summary>bf16: the upper half of a single, rounded to the nearest, halves to even.</summary>
internal readonly unsafe struct Half16 : IStored
{
    /// <inheritdoc/>
    public static int Size => sizeof(ushort);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(byte* from) => Vector512.ShiftLeft(Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)from)), 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* to, Vector512<float> value) =>
        Avx512F.ConvertToVector256UInt16(Vector512.ShiftRightLogical(Rounded(value), 16)).Store((ushort*)to);

    /// <summary>Two rows of sixteen, entry by entry: the low halves of the words are the first row's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Pair(Vector512<float> low, Vector512<float> high) =>
        Vector512.ShiftRightLogical(Rounded(low), 16) | (Rounded(high) & Vector512.Create(0xFFFF0000u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<float> value)
    {
        var bits = value.AsUInt32();
        var rounded = bits + Vector512.Create(0x7FFFu) + (Vector512.ShiftRightLogical(bits, 16) & Vector512<uint>.One);
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), rounded, Vector512.Create(0x7FC00000u));   // not a number stays none
    }
}
