using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>Plain arrays as tensors and back.</summary>
internal static class ArrayTensor
{
    public static Tensor From(NamedArray array)
    {
        var target = empty([.. array.Shape], dtype: TypeOf(array.Type));
        if (array.Data.Length > 0) array.Data.Span.CopyTo(target.bytes);
        return target;
    }

    private static ScalarType TypeOf(ElementType type) => type switch
    {
        ElementType.Bool => ScalarType.Bool,
        ElementType.UInt8 => ScalarType.Byte,
        ElementType.Int8 => ScalarType.Int8,
        ElementType.Int16 => ScalarType.Int16,
        ElementType.Int32 => ScalarType.Int32,
        ElementType.Int64 => ScalarType.Int64,
        ElementType.Float16 => ScalarType.Float16,
        ElementType.BFloat16 => ScalarType.BFloat16,
        ElementType.Float32 => ScalarType.Float32,
        _ => ScalarType.Float64,
    };
}
