namespace Foldline.Network.Diffusion;

/// <summary>The settings of the sampler (AF3 supplement, Algorithm 18).</summary>
public sealed record SamplerOptions
{
    /// <summary>The number of denoising steps. Default 200, as the base models; the small ones are trained for 5.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>γ₀: how much noise is added again while the level is above <see cref="NoiseAbove"/>. Default 0.8.</summary>
    public double AddedNoise { get; init; } = 0.8;

    /// <summary>γ_min: the level, in Å, below which no noise is added. Default 1.</summary>
    public double NoiseAbove { get; init; } = 1.0;

    /// <summary>λ: the scale of the noise that is added. Default 1.003.</summary>
    public double NoiseScale { get; init; } = 1.003;

    /// <summary>η: how far each step goes along the predicted direction. Default 1.5.</summary>
    public double StepScale { get; init; } = 1.5;

    /// <summary>The noise levels.</summary>
    public NoiseSchedule Schedule { get; init; } = new();
}
