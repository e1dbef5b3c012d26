using static TorchSharp.torch;

namespace Foldline.Network.Diffusion;

/// <summary>
/// The draws that follow from a seed. Every sample has a generator of its own, drawn from on the CPU: sample 3 of seed 7 is the same structure whether it is
/// folded alone or beside others, on any device.
/// </summary>
public sealed class SeededSamplerRandomness : ISamplerRandomness, IDisposable
{
    private readonly Generator[] _generators;

    /// <summary>The draws of samples <paramref name="firstSample"/> to <paramref name="firstSample"/> + <paramref name="samples"/> − 1 of a seed.</summary>
    public SeededSamplerRandomness(long seed, int firstSample, int samples) =>
        _generators = [.. Enumerable.Range(firstSample, samples).Select(sample => new Generator(Mix(seed, sample), CPU))];

    /// <inheritdoc/>
    public Tensor Start(long atoms) => Draw(atoms, 3);

    /// <inheritdoc/>
    public Tensor Rotations(int step)
    {
        using var quaternions = Draw(4);
        return RandomAugmentation.Rotations(quaternions);
    }

    /// <inheritdoc/>
    public Tensor Translations(int step) => Draw(3);

    /// <inheritdoc/>
    public Tensor Noise(int step, long atoms) => Draw(atoms, 3);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var generator in _generators) generator.Dispose();
    }

    private Tensor Draw(params long[] shape)
    {
        using var scope = NewDisposeScope();
        return stack([.. _generators.Select(generator => randn(shape, dtype: ScalarType.Float32, generator: generator))]).MoveToOuterDisposeScope();
    }

    // SplitMix64 (Steele et al. 2014) spreads neighbouring seeds and samples over all states.
    private static ulong Mix(long seed, int sample)
    {
        ulong z = unchecked((ulong)seed * 0x9E3779B97F4A7C15 + (ulong)(sample + 1) * 0xD1B54A32D192ED03);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
