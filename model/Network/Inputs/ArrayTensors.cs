using Foldline.Structures.Arrays;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Inputs;

/// <summary>Carries plain arrays to the network.</summary>
public static class ArrayTensors
{
    /// <summary>A tensor with a copy of the array's elements.</summary>
    public static Tensor ToTensor(NamedArray array, Device? device = null)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. array.Shape];
        var tensor = empty(shape, dtype: TypeOf(array.Type), device: CPU);
        if (array.Count > 0) array.Data.Span.CopyTo(tensor.bytes);
        return (device is null || device.type == DeviceType.CPU ? tensor : tensor.to(device)).MoveToOuterDisposeScope();
    }

    /// <summary>The network's type for an element type.</summary>
    public static ScalarType TypeOf(ElementType type) => type switch
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
        ElementType.Float64 => ScalarType.Float64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type."),
    };
}
