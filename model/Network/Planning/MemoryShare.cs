namespace Foldline.Network.Planning;

/// <summary>A part of the peak.</summary>
/// <param name="What">What it holds.</param>
/// <param name="Bytes">How much.</param>
public sealed record MemoryShare(string What, long Bytes);
