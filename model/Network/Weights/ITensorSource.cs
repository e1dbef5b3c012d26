using Foldline.Structures.Arrays;
using static TorchSharp.torch;

namespace Foldline.Network.Weights;

/// <summary>Named tensors to load a module from.</summary>
public interface ITensorSource
{
    /// <summary>What a user calls the source in an error: usually a path.</summary>
    string Description { get; }

    /// <summary>Names, types and shapes.</summary>
    IReadOnlyList<ArrayHeader> Headers { get; }

    /// <summary>One of the tensors; the caller disposes it.</summary>
    Tensor Load(string name);
}
