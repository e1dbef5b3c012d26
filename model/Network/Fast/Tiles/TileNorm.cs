using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Foldline.Network.Primitives;

namespace Foldline.Network.Fast.Tiles;

/// <summary>A layer norm of single rows, written in bf16 as the first factor of a product. Statistics are single precision.</summary>
internal readonly unsafe struct TileNorm
{
    private const float Cancelled = 1e-3f;                                     // of the mean square: below it the shorter way would be off by more than a tenth of what bf16 rounds

    private readonly float* _scale, _shift;

    /// <summary>The norm with the parameters of <paramref name="norm"/>, for as long as they stay where they are.</summary>
    public TileNorm(LayerNorm norm)
    {
        _scale = norm.Weight is { } weight ? (float*)VectorKernels.Data(weight) : null;
        _shift = norm.Bias is { } bias ? (float*)VectorKernels.Data(bias) : null;
    }

    /// <summary>The scale of each channel, or <c>null</c>.</summary>
    public float* Scale => _scale;

    /// <summary>The offset of each channel, or <c>null</c>.</summary>
    public float* Shift => _shift;

    /// <summary>The normalised row.</summary>
    public void Row<T>(byte* source, ushort* target, int channels) where T : struct, IStored => Row<T, Single32>(source, target, channels, (byte*)_scale, (byte*)_shift);

    /// <summary>The row normalised, scaled and shifted by numbers of any type, or by none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]                                 // see TileRows
    public static void Row<T, TScale>(byte* source, ushort* target, int channels, byte* scale, byte* shift) where T : struct, IStored where TScale : struct, IStored
    {
        Vector512<float> sum = Vector512<float>.Zero, other = sum, squares = sum, otherSquares = sum;
        for (int i = 0; i < channels; i += 2 * Lanes.Count)
        {
            Vector512<float> x = T.Load(source + (i * T.Size)), y = T.Load(source + ((i + Lanes.Count) * T.Size));
            (sum, other) = (sum + x, other + y);
            squares = Vector512.FusedMultiplyAdd(x, x, squares);
            otherSquares = Vector512.FusedMultiplyAdd(y, y, otherSquares);
        }
        float mean = Vector512.Sum(sum + other) / channels, square = Vector512.Sum(squares + otherSquares) / channels, variance = square - (mean * mean);
        if (variance < Cancelled * square) variance = Variance<T>(source, channels, mean);
        float root = 1 / MathF.Sqrt(variance + (float)LayerNorm.Epsilon);
        Vector512<float> factor = Vector512.Create(root), offset = Vector512.Create(-mean * root);
        for (int i = 0; i < channels; i += 2 * Lanes.Count)
        {
            var x = Vector512.FusedMultiplyAdd(T.Load(source + (i * T.Size)), factor, offset);
            var y = Vector512.FusedMultiplyAdd(T.Load(source + ((i + Lanes.Count) * T.Size)), factor, offset);
            if (scale != null && shift != null)
            {
                x = Vector512.FusedMultiplyAdd(x, TScale.Load(scale + (i * TScale.Size)), TScale.Load(shift + (i * TScale.Size)));
                y = Vector512.FusedMultiplyAdd(y, TScale.Load(scale + ((i + Lanes.Count) * TScale.Size)), TScale.Load(shift + ((i + Lanes.Count) * TScale.Size)));
            }
            else if (scale != null)
            {
                (x, y) = (x * TScale.Load(scale + (i * TScale.Size)), y * TScale.Load(scale + ((i + Lanes.Count) * TScale.Size)));
            }
            else if (shift != null)
            {
                (x, y) = (x + TScale.Load(shift + (i * TScale.Size)), y + TScale.Load(shift + ((i + Lanes.Count) * TScale.Size)));
            }
            Half16.Store((byte*)(target + i), x, y);
        }
    }

    /// <summary>The mean square of what is left without the mean, where the difference of two sums would be mostly rounding.</summary>
    private static float Variance<T>(byte* source, int channels, float mean) where T : struct, IStored
    {
        Vector512<float> centre = Vector512.Create(mean), squares = Vector512<float>.Zero;
        for (int i = 0; i < channels; i += Lanes.Count)
        {
            var x = T.Load(source + (i * T.Size)) - centre;
            squares = Vector512.FusedMultiplyAdd(x, x, squares);
        }
        return Vector512.Sum(squares) / channels;
    }
}
