namespace Foldline.Features.Templates;

/// <summary>
/// Classes of distances of equal width; the last takes all that is larger. Distances below the first edge, and those that lie exactly on an edge, have no class:
/// the original compares squares, strictly on both sides.
/// </summary>
public sealed class DistanceBins
{
    /// <summary>No class.</summary>
    public const int None = -1;

    private const float LargestSquare = 1e8f;
    private readonly float[] _squares;

    /// <summary>Classes whose lower edges are spread evenly.</summary>
    /// <param name="first">The lower edge of the first class, Å.</param>
    /// <param name="last">The lower edge of the last class, Å.</param>
    /// <param name="count">The number of classes, 2 to 127.</param>
    public DistanceBins(double first, double last, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, sbyte.MaxValue);
        double width = (last - first) / (count - 1);
        _squares = [.. Enumerable.Range(0, count).Select(bin => (float)(bin == count - 1 ? last : first + bin * width)).Select(edge => edge * edge), LargestSquare];
    }

    /// <summary>The 39 classes of template distances: 38 of 1.25 Å from 3.25 to 50.75 Å and one beyond (AF3 supplement, table 5).</summary>
    public static DistanceBins Templates { get; } = new(3.25, 50.75, 39);

    /// <summary>The number of classes.</summary>
    public int Count => _squares.Length - 1;

    /// <summary>The class of a distance, or <see cref="None"/>.</summary>
    /// <param name="square">The squared distance, Å².</param>
    public int Of(float square)
    {
        if (!(square > _squares[0] && square < LargestSquare)) return None;
        int found = Array.BinarySearch(_squares, square);
        return found < 0 ? ~found - 1 : None;
    }
}
