using Foldline.Network.Weights;
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
        var tensor = empty(shape, dtype: array.Type.ToScalarType(), device: CPU);
        if (array.Count > 0) array.Data.Span.CopyTo(tensor.bytes);
        return (device is null || device.type == DeviceType.CPU ? tensor : tensor.to(device)).MoveToOuterDisposeScope();
    }
}
