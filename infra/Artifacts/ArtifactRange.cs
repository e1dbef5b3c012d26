namespace Foldline.Artifacts;

/// <summary>A part of an artifact: what a range request or a reader of one tensor asks for.</summary>
/// <param name="Offset">First byte, counted from 0.</param>
/// <param name="Length">Number of bytes; <c>null</c> reads to the end.</param>
public readonly record struct ArtifactRange(long Offset, long? Length = null)
{
    /// <summary>The number of bytes this range covers in content of <paramref name="total"/> bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before the content or ends after it.</exception>
    public long Within(long total)
    {
        var length = Length ?? total - Offset;
        if (Offset < 0 || length < 0 || Offset + length > total)
            throw new ArgumentOutOfRangeException(nameof(total), $"Bytes {Offset} to {Offset + length} lie outside an artifact of {total} bytes.");
        return length;
    }
}
