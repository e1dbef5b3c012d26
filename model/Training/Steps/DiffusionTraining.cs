using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Training.Losses;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>Training of the denoiser (AF3 supplement 3.7.1): copies of the truth, each turned, moved and noised on its own, are denoised in one go.</summary>
/// <param name="noise">How noise levels are distributed.</param>
/// <param name="sigmaData">Å, the spread of the data.</param>
public sealed class DiffusionTraining(TrainingNoiseConfiguration noise, double sigmaData)
{
    /// <summary>Noise levels from standard normal numbers: σ_data exp(mean + deviation n).</summary>
    public Tensor Levels(Tensor normal) => (normal * noise.Deviation + noise.Mean).exp() * sigmaData; // [n] -> [n] Å

    /// <summary>Noises and denoises.</summary>
    /// <param name="module">The denoiser.</param>
    /// <param name="context">What all samples share; gradients flow through it.</param>
    /// <param name="label">The truth.</param>
    /// <param name="randomness">The draws; they also say how many samples there are.</param>
    /// <param name="chunk">Samples denoised at once, or all.</param>
    /// <returns>The moved truth [n,l,3], the denoised samples [n,l,3] and their levels [n], all in Å.</returns>
    public (Tensor Truth, Tensor Denoised, Tensor Level) Run(
        DiffusionModule module, DiffusionContext context, StructureLabel label, ITrainingRandomness randomness, int? chunk = null)
    {
        using var scope = NewDisposeScope();
        var device = label.Coordinate.device;
        var mask = label.Resolved.to_type(ScalarType.Float32);
        var truth = RandomAugmentation.Apply(label.Coordinate, randomness.Rotations().to(device), randomness.Translations().to(device), mask);
        var level = Levels(randomness.Levels().to(device));
        var noisy = truth + randomness.Noise(label.Coordinate.size(-2)).to(device) * level.unsqueeze(-1).unsqueeze(-1);
        var samples = level.size(0);
        var size = Math.Min(chunk ?? samples, samples);
        var parts = noisy.split(size, 0).Zip(level.split(size, 0), (x, t) => module.Denoise(context, x, t)).ToArray();
        var denoised = parts.Length == 1 ? parts[0] : cat(parts, 0);
        return (truth.MoveToOuterDisposeScope(), denoised.MoveToOuterDisposeScope(), level.MoveToOuterDisposeScope());
    }
}
