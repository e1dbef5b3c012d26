using Foldline.Network.Diffusion;
using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>Draws that follow from a seed, made on the CPU, so that they do not depend on the device.</summary>
public sealed class SeededTrainingRandomness : ITrainingRandomness, IDisposable
{
    private readonly Generator _generator;
    private readonly SeededSamplerRandomness _miniRollout;
    private readonly int _samples;

    /// <summary>The draws of a seed for a number of noisy samples.</summary>
    public SeededTrainingRandomness(long seed, int samples)
    {
        _samples = samples;
        _generator = new Generator(unchecked((ulong)seed), CPU);
        _miniRollout = new SeededSamplerRandomness(seed, 0, 1);
        Rows = new SeededMsaRowDraws(seed);
    }

    /// <inheritdoc/>
    public IMsaRowDraws Rows { get; }

    /// <inheritdoc/>
    public ISamplerRandomness MiniRollout => _miniRollout;

    /// <inheritdoc/>
    public Tensor Rotations()
    {
        using var quaternions = Draw(_samples, 4);
        return RandomAugmentation.Rotations(quaternions);
    }

    /// <inheritdoc/>
    public Tensor Translations() => Draw(_samples, 3);

    /// <inheritdoc/>
    public Tensor Levels() => Draw(_samples);

    /// <inheritdoc/>
    public Tensor Noise(long atoms) => Draw(_samples, atoms, 3);

    /// <inheritdoc/>
    public void Dispose()
    {
        _miniRollout.Dispose();
        _generator.Dispose();
    }

    private Tensor Draw(params long[] shape) => randn(shape, dtype: ScalarType.Float32, generator: _generator);
}
