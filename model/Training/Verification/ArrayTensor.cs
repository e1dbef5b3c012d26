using Foldline.Network.Weights;
using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>Plain arrays as tensors and back.</summary>
internal static class ArrayTensor
{
    public static Tensor From(NamedArray array)
    {
        var target = empty([.. array.Shape], dtype: array.Type.ToScalarType());
        if (array.Data.Length > 0) array.Data.Span.CopyTo(target.bytes);
        return target;
    }
}
