namespace Foldline.Network.Planning;

/// <summary>How many rows each kind of module works on at once; <c>null</c> takes all of them. The answer does not depend on it.</summary>
/// <param name="Transition">Rows of the pairs in a transition.</param>
/// <param name="TriangleAttention">Rows of the pairs whose edges attend together.</param>
/// <param name="OuterProduct">Rows of the pairs that the alignment's outer products give at once.</param>
/// <param name="MsaRows">Rows of the alignment.</param>
/// <param name="Samples">Structures denoised together.</param>
public sealed record ChunkSizes(long? Transition, long? TriangleAttention, long? OuterProduct, long? MsaRows, int? Samples)
{
    /// <summary>Everything at once.</summary>
    public static ChunkSizes None { get; } = new(null, null, null, null, null);
}
