using Foldline.Network.Configuration;
using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>AF3 supplement, Algorithm 18: from noise to structures in a number of denoising steps.</summary>
/// <param name="sampling">The settings.</param>
/// <param name="sigmaData">The spread of the data, in Å.</param>
public sealed class DiffusionSampler(SamplingConfiguration sampling, double sigmaData = 16)
{
    /// <summary>Samples structures.</summary>
    /// <param name="denoise">Noisy positions [S,l,3] and the level that all of them share [1], both in Å, to denoised positions.</param>
    /// <param name="atoms">The number of atoms.</param>
    /// <param name="randomness">All that is random; it also says how many samples there are.</param>
    /// <param name="device">Where the network runs.</param>
    /// <param name="observe">Told of every step, for progress and for comparison.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <returns>Positions in Å. [S,l,3]</returns>
    public Tensor Sample(
        Func<Tensor, Tensor, Tensor> denoise, long atoms, ISamplerRandomness randomness, Device device, Action<SamplerStep>? observe = null,
        CancellationToken cancellation = default)
    {
        float[] levels = NoiseSchedule.From(sampling, sigmaData).Levels(sampling.Steps);
        using var start = randomness.Start(atoms);
        var x = (start * levels[0]).to(device);
        for (int step = 0; step < sampling.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var before = x;
            x = Step(denoise, before, step, levels[step], levels[step + 1], randomness, observe);
        }
        return x;
    }

    private Tensor Step(
        Func<Tensor, Tensor, Tensor> denoise, Tensor x, int step, float from, float to, ISamplerRandomness randomness, Action<SamplerStep>? observe)
    {
        using var scope = NewDisposeScope();
        var rotations = randomness.Rotations(step).to(x.device).unsqueeze(1);          // [S,1,3,3]
        var translations = randomness.Translations(step).to(x.device).unsqueeze(1);    // [S,1,3]
        var moved = RandomAugmentation.Apply(x, rotations, translations).squeeze(-3);
        float raised = (float)(from * ((to > sampling.GammaMin ? sampling.Gamma0 : 0) + 1));
        float added = MathF.Sqrt(raised * raised - from * from);
        var noisy = moved + sampling.NoiseScale * added * randomness.Noise(step, x.shape[^2]).to(x.device);
        var level = full(1, raised, dtype: x.dtype, device: x.device);
        var denoised = denoise(noisy, level);
        observe?.Invoke(new SamplerStep(step, noisy, level.expand(x.shape[0]), denoised));
        // Along (noisy - denoised), not (x - denoised) as line 9 prints it.
        return (noisy + sampling.StepScale * (to - raised) / raised * (noisy - denoised)).MoveToOuterDisposeScope();
    }
}
