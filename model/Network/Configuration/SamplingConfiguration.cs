namespace Foldline.Network.Configuration;

/// <summary>How structures are sampled (AF3 Algorithm 18) and the noise levels on the way.</summary>
public sealed record SamplingConfiguration
{
    /// <summary>Denoising steps.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Structures per seed.</summary>
    public int Samples { get; init; } = 5;

    /// <summary>Noise added back at each step, relative to its level.</summary>
    public double Gamma0 { get; init; } = 0.8;

    /// <summary>No noise is added back at levels up to this one, Å.</summary>
    public double GammaMin { get; init; } = 1;

    /// <summary>Scale of the noise added back.</summary>
    public double NoiseScale { get; init; } = 1.003;

    /// <summary>Length of a step relative to the plain one.</summary>
    public double StepScale { get; init; } = 1.5;

    /// <summary>Highest noise level, in units of the data's spread.</summary>
    public double SigmaMax { get; init; } = 160;

    /// <summary>Lowest noise level, in units of the data's spread.</summary>
    public double SigmaMin { get; init; } = 4e-4;

    /// <summary>Exponent that spaces the levels.</summary>
    public double Rho { get; init; } = 7;

    /// <summary>Structures denoised together; affects memory only.</summary>
    public int SamplesAtOnce { get; init; } = 5;

    /// <summary>
    /// Chance that a prediction runs its recycles with dropout on the recycled pairs, as the original does for diversity. 0 makes it deterministic.
    /// </summary>
    public double RecycleDropoutChance { get; init; } = 0.4;

    /// <summary>The share of the recycled pairs dropped then.</summary>
    public double RecycleDropoutRate { get; init; } = 0.4;
}
