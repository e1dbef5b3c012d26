using System.Runtime.InteropServices;

namespace Foldline.Structures.Arrays;

/// <summary>A dense row-major array with its name and shape: the plain form in which features, predictions and reference cases travel between stages.</summary>
/// <param name="Name">The official name, for example <c>ref_pos</c>.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The extents, outermost first; empty for a scalar.</param>
/// <param name="Data">The little-endian elements in row-major order.</param>
public sealed record NamedArray(string Name, ElementType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>An array of singles.</summary>
    public static NamedArray From(string name, float[] values, params long[] shape) => Wrap(name, ElementType.Float32, values, shape);

    /// <summary>An array of 64-bit integers.</summary>
    public static NamedArray From(string name, long[] values, params long[] shape) => Wrap(name, ElementType.Int64, values, shape);

    /// <summary>An array of 32-bit integers.</summary>
    public static NamedArray From(string name, int[] values, params long[] shape) => Wrap(name, ElementType.Int32, values, shape);

    /// <summary>An array of signed bytes.</summary>
    public static NamedArray From(string name, sbyte[] values, params long[] shape) => Wrap(name, ElementType.Int8, values, shape);

    /// <summary>An array of booleans.</summary>
    public static NamedArray From(string name, bool[] values, params long[] shape) => Wrap(name, ElementType.Bool, values, shape);

    /// <summary>The elements as <typeparamref name="T"/>; the caller states the type that <see cref="Type"/> says.</summary>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span);

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, extent) => product * extent);

    private static NamedArray Wrap<T>(string name, ElementType type, T[] values, long[] shape) where T : unmanaged
    {
        long expected = shape.Aggregate(1L, (product, extent) => product * extent);
        if (expected != values.LongLength)
            throw new ArgumentException($"{name}: {values.LongLength} values do not fill the shape [{string.Join(",", shape)}].", nameof(values));
        return new NamedArray(name, type, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }
}
