namespace Foldline.Structures.Arrays;

/// <summary>Facts about <see cref="ElementType"/>: sizes, and the spelling that the safetensors format uses.</summary>
public static class ElementTypes
{
    private static readonly (ElementType Type, string Name, int Size)[] Table =
    [
        (ElementType.Bool, "BOOL", 1), (ElementType.UInt8, "U8", 1), (ElementType.Int8, "I8", 1), (ElementType.Int16, "I16", 2), (ElementType.Int32, "I32", 4),
        (ElementType.Int64, "I64", 8), (ElementType.Float16, "F16", 2), (ElementType.BFloat16, "BF16", 2), (ElementType.Float32, "F32", 4),
        (ElementType.Float64, "F64", 8),
    ];

    /// <summary>Bytes per element.</summary>
    public static int Size(this ElementType type) => Row(type).Size;

    /// <summary>The safetensors spelling, for example <c>BF16</c>.</summary>
    public static string SafetensorsName(this ElementType type) => Row(type).Name;

    /// <summary>The type behind a safetensors spelling, or <c>null</c> for one that is not supported here.</summary>
    public static ElementType? FromSafetensorsName(string name)
    {
        foreach (var row in Table)
            if (row.Name == name) return row.Type;
        return null;
    }

    private static (ElementType Type, string Name, int Size) Row(ElementType type)
    {
        foreach (var row in Table)
            if (row.Type == type) return row;
        throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown element type.");
    }
}
