using System.Runtime.Intrinsics;
using Foldline.Network.Primitives;

namespace Foldline.Network.Fast.Tiles;

/// <summary>A layer norm of single rows, written in bf16 as the first factor of a product. Statistics are single precision.</summary>
internal readonly unsafe struct TileNorm
{
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
    public static void Row<T, TScale>(byte* source, ushort* target, int channels, byte* scale, byte* shift) where T : struct, IStored where TScale : struct, IStored
    {
        Vector512<float> sum = Vector512<float>.Zero, other = sum;
        for (int i = 0; i < channels; i += 2 * Lanes.Count)
        {
            sum += T.Load(source + (i * T.Size));
            other += T.Load(source + ((i + Lanes.Count) * T.Size));
        }
        var mean = Vector512.Create(Vector512.Sum(sum + other) / channels);
        sum = other = Vector512<float>.Zero;
        for (int i = 0; i < channels; i += 2 * Lanes.Count)
        {
            Vector512<float> x = T.Load(source + (i * T.Size)) - mean, y = T.Load(source + ((i + Lanes.Count) * T.Size)) - mean;
            sum = Vector512.FusedMultiplyAdd(x, x, sum);
            other = Vector512.FusedMultiplyAdd(y, y, other);
        }
        var factor = Vector512.Create(1 / MathF.Sqrt((Vector512.Sum(sum + other) / channels) + (float)LayerNorm.Epsilon));
        for (int i = 0; i < channels; i += Lanes.Count)
        {
            var x = (T.Load(source + (i * T.Size)) - mean) * factor;
            if (scale != null) x *= TScale.Load(scale + (i * TScale.Size));
            if (shift != null) x += TScale.Load(shift + (i * TScale.Size));
            Half16.Store((byte*)(target + i), x);
        }
    }
}
