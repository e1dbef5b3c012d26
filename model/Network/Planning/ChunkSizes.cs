namespace Foldline.Network.Planning;

/// <summary>How far a prediction is cut into pieces. The answer does not depend on it, up to rounding.</summary>
/// <param name="MultiplicationGroups">Parts in which a triangle multiplication takes the channels of its second projection; 1 takes all.</param>
/// <param name="SamplesAtOnce">Structures denoised together.</param>
/// <param name="KeepsTokenBiases">Whether the pair biases of the token transformer are kept over the steps, where two gigabytes hold them, or made anew in each.</param>
/// <param name="Rows">Rows of the pairs that plain modules work on at once, on devices without fast paths; <c>null</c> takes all.</param>
public sealed record ChunkSizes(int MultiplicationGroups, int SamplesAtOnce, bool KeepsTokenBiases, long? Rows);
