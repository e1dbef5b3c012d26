namespace Foldline.Training.Recomputation;

/// <summary>Which segments of the network are recomputed in the backward pass in place of being kept: less memory, about a third more time.</summary>
public sealed record RecomputePolicy
{
    /// <summary>Nothing is recomputed.</summary>
    public static RecomputePolicy None { get; } = new();

    /// <summary>Everything is: the least memory.</summary>
    public static RecomputePolicy All { get; } = new() { Blocks = true, Triangles = true };

    /// <summary>Each block of the pairformer, MSA, template and confidence stacks and of the diffusion transformers.</summary>
    public bool Blocks { get; init; }

    /// <summary>Inside such blocks, each triangle attention and triangle multiplication by itself.</summary>
    public bool Triangles { get; init; }
}
