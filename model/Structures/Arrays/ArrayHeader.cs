namespace Foldline.Structures.Arrays;

/// <summary>What is known of an array without its data.</summary>
/// <param name="Name">The official name.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The extents, outermost first; empty for a scalar.</param>
public sealed record ArrayHeader(string Name, ElementType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, extent) => checked(product * extent));

    /// <summary>The bytes that the data takes.</summary>
    public long Bytes => checked(Count * Type.Size());

    /// <summary>The shape as users read it, for example <c>[384,449]</c>.</summary>
    public string ShapeText => $"[{string.Join(",", Shape)}]";
}
