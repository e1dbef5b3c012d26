namespace Foldline.Network.Configuration;

/// <summary>The noise level of a training sample: spread × exp(mean + deviation × n), n standard normal.</summary>
public sealed record TrainingNoiseConfiguration
{
    /// <summary>Mean of the exponent.</summary>
    public double Mean { get; init; } = -1.2;

    /// <summary>Deviation of the exponent.</summary>
    public double Deviation { get; init; } = 1.5;
}
