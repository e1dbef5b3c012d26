using Foldline.Sequences;
using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>Writes any weights file as safetensors, under the official names, with what the file says about itself, one tensor in memory at a time.</summary>
public static class WeightsConverter
{
    /// <summary>Converts a file. The result appears only when it is complete.</summary>
    /// <param name="source">The weights to read.</param>
    /// <param name="destination">The safetensors file to write or replace.</param>
    /// <param name="type">The element type for floating-point tensors; <c>null</c> keeps each as it is.</param>
    public static void Convert(WeightsFile source, string destination, ElementType? type = null)
    {
        if (type is not (null or ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64))
            throw new InputException($"Weights cannot be written as {type}; choose float32, bfloat16, float16 or float64.");
        ArrayHeader[] headers = [.. source.Headers.Select(header => IsFloating(header.Type) && type is { } wanted ? header with { Type = wanted } : header)];
        SafetensorsWriter.Write(destination, headers, index => Read(source, headers[index]),
            new Dictionary<string, string>(source.Metadata, StringComparer.Ordinal) { ["format"] = "pt" });
    }

    private static ReadOnlyMemory<byte> Read(WeightsFile source, ArrayHeader header)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var tensor = source.Load(header.Name).to(header.Type.ToScalarType()).contiguous();
        return tensor.numel() == 0 ? ReadOnlyMemory<byte>.Empty : tensor.bytes.ToArray();
    }

    private static bool IsFloating(ElementType type) => type is ElementType.Float16 or ElementType.BFloat16 or ElementType.Float32 or ElementType.Float64;
}
