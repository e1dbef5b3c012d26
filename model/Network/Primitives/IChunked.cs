namespace Foldline.Network.Primitives;

/// <summary>
/// A module that can work through its outermost axis in pieces, trading a little speed for a bounded peak of memory. The answer does not change.
/// </summary>
public interface IChunked
{
    /// <summary>Rows worked on at once; <c>null</c>, the default, leaves the choice to the module.</summary>
    long? ChunkSize { get; set; }
}
