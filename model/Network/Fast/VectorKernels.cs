using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// The elementwise chains between the products of the fast paths, each in one pass over rows that lie in a core's cache, computed in single precision whatever the type of
/// the tensors: libtorch's own operators take a pass each, and its norm of bf16 rows alone cost a sixth of a Pairformer block (docs/performance.md). Where the processor
/// has no AVX-512, or a tensor is elsewhere, libtorch's operators do the same.
/// </summary>
internal static unsafe partial class VectorKernels
{
    private const int Width = Lanes.Count;

    /// <summary>Whether the kernels are used where they can be; a test compares both ways.</summary>
    internal static bool Enabled { get; set; } = Avx512F.IsSupported && Avx512BW.IsSupported;

    /// <summary>A layer norm in a type of the caller's choice, dense.</summary>
    public static Tensor Normalised(LayerNorm norm, Tensor x, ScalarType type)   // [..,n,c] -> [..,n,c]
    {
        var axes = x.dim();
        if (!Fits(x) || axes is < 2 or > 3 || x.shape[axes - 1] % Width != 0 || !FitsOrNone(norm.Weight) || !FitsOrNone(norm.Bias)) return norm.forward(x).to(type);
        var y = empty(x.shape, dtype: type, device: x.device);
        Normalise(x, y, norm.Weight, norm.Bias);
        return y;
    }

    /// <summary>The parameter-free norm of rows, scaled and shifted row by row.</summary>
    public static Tensor Adapted(Tensor rows, Tensor scale, Tensor shift)      // [n,c], [n,c], [n,c] -> [n,c] in the type of the scale
    {
        if (Fits(rows) && Fits(scale) && Fits(shift) && scale.dtype == shift.dtype && rows.shape[1] % Width == 0)
        {
            var y = empty(rows.shape, dtype: scale.dtype, device: rows.device);
            Normalise(rows, y, scale, shift);
            return y;
        }
        return nn.functional.layer_norm(rows, [rows.shape[1]], null, null, LayerNorm.Epsilon).to(scale.dtype).mul_(scale).add_(shift);
    }

    /// <summary>target ⊙ σ(gate), in place.</summary>
    public static Tensor Gate(Tensor target, Tensor gate)                      // [n,m], [n,m]
    {
        if (!Map<Gating>(target, gate, gate)) target.mul_(gate.sigmoid_());
        return target;
    }

    /// <summary>silu(hidden) ⊙ value, in place.</summary>
    public static Tensor SiluTimes(Tensor hidden, Tensor value)                // [n,m], [n,m]
    {
        if (!Map<Swish>(hidden, value, value)) nn.functional.silu(hidden, inplace: true).mul_(value);
        return hidden;
    }

    /// <summary>sum + update ⊙ σ(gate), in place.</summary>
    public static void AddGated(Tensor sum, Tensor update, Tensor gate)        // [n,m] each
    {
        if (!Map<GatedSum>(sum, update, gate)) sum.add_(update.mul_(gate.sigmoid_()));
    }

    /// <summary>sum + update ⊙ factor, in place.</summary>
    public static void AddProduct(Tensor sum, Tensor update, Tensor factor)    // [n,m] each
    {
        if (!Map<ProductSum>(sum, update, factor)) sum.add_(update.mul_(factor));
    }

    private static bool Fits(Tensor x) => Enabled && x.device_type == DeviceType.CPU && x.dtype is ScalarType.Float32 or ScalarType.BFloat16 && x.dim() > 0 && x.stride((int)x.dim() - 1) == 1;

    private static bool FitsOrNone(Tensor? x) => x is null || (x.dtype == ScalarType.Float32 && x.is_contiguous());

    private static void Normalise(Tensor x, Tensor y, Tensor? scale, Tensor? shift)
    {
        bool half = x.dtype == ScalarType.BFloat16, halfOut = y.dtype == ScalarType.BFloat16, halfScale = scale?.dtype == ScalarType.BFloat16;
        if (half && halfOut && halfScale) Normalise<Half16, Half16, Half16>(x, y, scale, shift);
        else if (half && halfOut) Normalise<Half16, Half16, Single32>(x, y, scale, shift);
        else if (half && halfScale) Normalise<Half16, Single32, Half16>(x, y, scale, shift);
        else if (half) Normalise<Half16, Single32, Single32>(x, y, scale, shift);
        else if (halfOut && halfScale) Normalise<Single32, Half16, Half16>(x, y, scale, shift);
        else if (halfOut) Normalise<Single32, Half16, Single32>(x, y, scale, shift);
        else if (halfScale) Normalise<Single32, Single32, Half16>(x, y, scale, shift);
        else Normalise<Single32, Single32, Single32>(x, y, scale, shift);
    }

    /// <summary>Scale and shift are one row for all, or a row each.</summary>
    private static void Normalise<TIn, TOut, TScale>(Tensor x, Tensor y, Tensor? scale, Tensor? shift) where TIn : struct, IStored where TOut : struct, IStored where TScale : struct, IStored
    {
        int axes = (int)x.dim(), channels = (int)x.shape[axes - 1], vectors = channels / Width;
        long outer = axes == 3 ? x.shape[0] : 1, inner = x.shape[axes - 2], outerStride = axes == 3 ? x.stride(0) : 0, innerStride = x.stride(axes - 2);
        long scaleStride = scale?.dim() == 2 ? scale.stride(0) : 0, shiftStride = shift?.dim() == 2 ? shift.stride(0) : 0;
        byte* from = Data(x), to = Data(y), scales = scale is null ? null : Data(scale), shifts = shift is null ? null : Data(shift);
        var row = stackalloc Vector512<float>[vectors];
        for (long i = 0; i < outer; i++)
        {
            for (long j = 0; j < inner; j++)
            {
                byte* source = from + (((i * outerStride) + (j * innerStride)) * TIn.Size), target = to + (((i * inner) + j) * channels * TOut.Size);
                var sum = Vector512<float>.Zero;
                for (int v = 0; v < vectors; v++)
                {
                    row[v] = TIn.Load(source + (v * Width * TIn.Size));
                    sum += row[v];
                }
                var mean = Vector512.Create(Vector512.Sum(sum) / channels);
                var squares = Vector512<float>.Zero;
                for (int v = 0; v < vectors; v++)
                {
                    row[v] -= mean;
                    squares = Vector512.FusedMultiplyAdd(row[v], row[v], squares);
                }
                var factor = Vector512.Create(1 / MathF.Sqrt((Vector512.Sum(squares) / channels) + (float)LayerNorm.Epsilon));
                byte* scaleRow = scales + (j * scaleStride * TScale.Size), shiftRow = shifts + (j * shiftStride * TScale.Size);
                for (int v = 0; v < vectors; v++)
                {
                    var value = row[v] * factor;
                    if (scales != null) value *= TScale.Load(scaleRow + (v * Width * TScale.Size));
                    if (shifts != null) value += TScale.Load(shiftRow + (v * Width * TScale.Size));
                    TOut.Store(target + (v * Width * TOut.Size), value);
                }
            }
        }
    }

    private static bool Map<TOperation>(Tensor target, Tensor second, Tensor third) where TOperation : struct, IOperation
    {
        if (!Fits(target) || !Fits(second) || !Fits(third) || target.dim() != 2 || second.dim() != 2 || third.dim() != 2 || second.dtype != third.dtype) return false;
        bool half = target.dtype == ScalarType.BFloat16, halfOthers = second.dtype == ScalarType.BFloat16;
        if (half && halfOthers) Map<Half16, Half16, TOperation>(target, second, third);
        else if (half) Map<Half16, Single32, TOperation>(target, second, third);
        else if (halfOthers) Map<Single32, Half16, TOperation>(target, second, third);
        else Map<Single32, Single32, TOperation>(target, second, third);
        return true;
    }

    private static void Map<TTarget, TOther, TOperation>(Tensor target, Tensor second, Tensor third)
        where TTarget : struct, IStored where TOther : struct, IStored where TOperation : struct, IOperation
    {
        long rows = target.shape[0], columns = target.shape[1], whole = columns / Width * Width;
        int rest = (int)(columns - whole);
        byte* t = Data(target), u = Data(second), g = Data(third);
        byte* end = stackalloc byte[3 * Width * sizeof(float)];
        byte* endU = end + (Width * sizeof(float)), endG = endU + (Width * sizeof(float));
        new Span<byte>(end, 3 * Width * sizeof(float)).Clear();
        for (long row = 0; row < rows; row++)
        {
            byte* tr = t + (row * target.stride(0) * TTarget.Size), ur = u + (row * second.stride(0) * TOther.Size), gr = g + (row * third.stride(0) * TOther.Size);
            for (long column = 0; column < whole; column += Width)
            {
                byte* here = tr + (column * TTarget.Size);
                TTarget.Store(here, TOperation.Apply(TTarget.Load(here), TOther.Load(ur + (column * TOther.Size)), TOther.Load(gr + (column * TOther.Size))));
            }
            if (rest == 0) continue;
            long size = rest * TTarget.Size, otherSize = rest * TOther.Size;
            Buffer.MemoryCopy(tr + (whole * TTarget.Size), end, size, size);
            Buffer.MemoryCopy(ur + (whole * TOther.Size), endU, otherSize, otherSize);
            Buffer.MemoryCopy(gr + (whole * TOther.Size), endG, otherSize, otherSize);
            TTarget.Store(end, TOperation.Apply(TTarget.Load(end), TOther.Load(endU), TOther.Load(endG)));
            Buffer.MemoryCopy(end, tr + (whole * TTarget.Size), size, size);
        }
    }

    /// <summary>Where the numbers of a tensor on the processor begin.</summary>
    internal static byte* Data(Tensor tensor) => (byte*)THSTensor_data(tensor.Handle);

    [DllImport("LibTorchSharp", CallingConvention = CallingConvention.Cdecl)]
    private static extern nint THSTensor_data(nint tensor);

    private interface IOperation
    {
        static abstract Vector512<float> Apply(Vector512<float> target, Vector512<float> second, Vector512<float> third);
    }

    private readonly struct Gating : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Apply(Vector512<float> target, Vector512<float> gate, Vector512<float> third) => target * Lanes.Sigmoid(gate);
    }

    private readonly struct Swish : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Apply(Vector512<float> hidden, Vector512<float> value, Vector512<float> third) => hidden * Lanes.Sigmoid(hidden) * value;
    }

    private readonly struct GatedSum : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Apply(Vector512<float> sum, Vector512<float> update, Vector512<float> gate) => Vector512.FusedMultiplyAdd(update, Lanes.Sigmoid(gate), sum);
    }

    private readonly struct ProductSum : IOperation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> Apply(Vector512<float> sum, Vector512<float> update, Vector512<float> factor) => Vector512.FusedMultiplyAdd(update, factor, sum);
    }
}
