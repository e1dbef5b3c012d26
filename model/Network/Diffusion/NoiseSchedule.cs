using Foldline.Network.Configuration;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>
/// The noise levels of the sampler: AF3 supplement, section 3.7.1, equation 7, in Å: σ_data (s_max^(1/ρ) + t (s_min^(1/ρ) − s_max^(1/ρ)))^ρ for t from 0 to 1.
/// </summary>
public sealed record NoiseSchedule
{
    /// <summary>The largest level in units of σ_data. Default 160.</summary>
    public double Largest { get; init; } = 160;

    /// <summary>The smallest level in units of σ_data. Default 4e-4.</summary>
    public double Smallest { get; init; } = 4e-4;

    /// <summary>ρ, which moves steps towards small levels. Default 7.</summary>
    public double Exponent { get; init; } = 7;

    /// <summary>σ_data, the spread of the data in Å. Default 16.</summary>
    public double DataDeviation { get; init; } = 16;

    /// <summary>The schedule that a model's sampling is configured with.</summary>
    public static NoiseSchedule From(SamplingConfiguration sampling, double sigmaData) =>
        new() { Largest = sampling.SigmaMax, Smallest = sampling.SigmaMin, Exponent = sampling.Rho, DataDeviation = sigmaData };

    /// <summary>The levels before the first and after each step, in Å; the last is 0. [steps + 1]</summary>
    public float[] Levels(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var scope = NewDisposeScope();
        double first = Math.Pow(Largest, 1 / Exponent), last = Math.Pow(Smallest, 1 / Exponent);
        var levels = DataDeviation * (first + arange(steps + 1, dtype: ScalarType.Float32) * (1.0 / steps) * (last - first)).pow(Exponent);
        float[] result = levels.data<float>().ToArray();
        result[^1] = 0;
        return result;
    }
}
