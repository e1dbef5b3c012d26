namespace Foldline.Features.Msa;

/// <summary>The network's scale for counts of insertions: 2/π atan(d/3), d at most 127 (AlphaFold 3 supplement, table 5).</summary>
internal static class DeletionValues
{
    private static readonly float[] _values = [.. Enumerable.Range(0, sbyte.MaxValue + 1).Select(d => (float)(Math.Atan(d / 3.0) * (2 / Math.PI)))];

    /// <summary>The value of a count.</summary>
    public static float Of(int count) => _values[Math.Min(count, sbyte.MaxValue)];

    /// <summary>The count, up to 127, that has exactly this value.</summary>
    public static byte CountOf(float value) => Array.BinarySearch(_values, value) is var count and >= 0
        ? (byte)count
        : throw new ArgumentException($"{value} is the deletion value of no count.", nameof(value));
}
