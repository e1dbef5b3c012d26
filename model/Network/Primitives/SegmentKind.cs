namespace Foldline.Network.Primitives;

/// <summary>The parts of the network that training can recompute.</summary>
public enum SegmentKind
{
    /// <summary>A block of a Pairformer, alignment or template stack, with all inside.</summary>
    PairBlock,

    /// <summary>A block of a transformer over tokens or atoms.</summary>
    TransformerBlock,

    /// <summary>A triangle attention inside a block.</summary>
    TriangleAttention,

    /// <summary>A triangle multiplication inside a block.</summary>
    TriangleMultiplication,
}
