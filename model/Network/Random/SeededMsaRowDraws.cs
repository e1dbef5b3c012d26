using static TorchSharp.torch;

namespace Foldline.Network.Random;

/// <summary>
/// The original's distribution from a seed: the number of rows is uniform on 1 to all, the rows are the start of a random permutation. Recycle c of a seed
/// draws the same rows whatever was drawn before, on any device.
/// </summary>
/// <param name="seed">The seed of the prediction.</param>
/// <param name="atLeast">The fewest rows drawn, where there are as many.</param>
public sealed class SeededMsaRowDraws(long seed, long atLeast = 1) : IMsaRowDraws
{
    /// <inheritdoc/>
    public Tensor Draw(int cycle, long rows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(Mix(cycle), CPU);
        long count = randint(Math.Min(atLeast, rows), rows + 1, [1], dtype: ScalarType.Int64, generator: generator).item<long>();
        return randperm(rows, generator: generator).narrow(0, 0, count).MoveToOuterDisposeScope();
    }

    /// <summary>Neighbouring seeds and cycles must not share a stream; the finaliser of SplitMix64 (Steele et al. 2014) separates them.</summary>
    private ulong Mix(int cycle)
    {
        ulong x = unchecked((ulong)seed * 0x9E3779B97F4A7C15 + (ulong)(cycle + 1) * 0xD1B54A32D192ED03);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
