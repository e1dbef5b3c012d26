using Foldline.Structures.Arrays;

namespace Foldline.Network.Weights;

/// <summary>A tensor as a weights file holds it; every element it addresses has been checked to lie inside the file.</summary>
/// <param name="Header">Its name (without a <c>module.</c> prefix), element type and shape.</param>
/// <param name="Strides">The distance between neighbours along each axis, in elements.</param>
/// <param name="Offset">Where its first element lies in the file, in bytes.</param>
public sealed record StoredTensor(ArrayHeader Header, IReadOnlyList<long> Strides, long Offset)
{
    /// <summary>Whether the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous
    {
        get
        {
            long expected = 1;
            for (int axis = Header.Shape.Count - 1; axis >= 0; axis--)
            {
                if (Header.Shape[axis] != 1 && Strides[axis] != expected) return false;
                expected *= Header.Shape[axis];
            }
            return true;
        }
    }

    /// <summary>The number of elements from the first to the last one addressed, both included.</summary>
    public long Extent => Header.Count == 0 ? 0 : 1 + Header.Shape.Zip(Strides, (extent, stride) => (extent - 1) * stride).Sum();

    /// <summary>The row-major strides of a shape.</summary>
    public static long[] RowMajor(IReadOnlyList<long> shape)
    {
        long[] strides = new long[shape.Count];
        long next = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = next;
            next *= Math.Max(1, shape[axis]);
        }
        return strides;
    }
}
