namespace Foldline.Training.Data;

/// <summary>
/// Draws that follow from a seed, the same on every machine and runtime: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), whole numbers without bias.
/// </summary>
/// <param name="seed">The seed.</param>
public sealed class SeededDraws(long seed) : IDraws
{
    private ulong _state = unchecked((ulong)seed);

    /// <summary>Draws for one of many things under one seed: the same seed and numbers give the same draws, others give unrelated ones.</summary>
    public static SeededDraws For(long seed, params ReadOnlySpan<long> numbers)
    {
        foreach (long number in numbers) seed = unchecked((long)(new SeededDraws(seed).Bits() ^ (ulong)number * 0xD6E8FEB86659FD93));
        return new SeededDraws(seed);
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public double Fraction() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <inheritdoc/>
    public int Integer(int low, int high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        ulong range = (ulong)((long)high - low), limit = ulong.MaxValue - ulong.MaxValue % range;
        ulong bits;
        do bits = Bits(); while (bits >= limit);
        return (int)(low + (long)(bits % range));
    }

    /// <inheritdoc/>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = Integer(0, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <inheritdoc/>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double weight in weights) total += weight;
        if (!(total > 0)) throw new ArgumentException("No weight is above 0: there is nothing to draw from.", nameof(weights));
        double at = Fraction() * total;
        int last = -1;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            last = i;
            if ((at -= weights[i]) < 0) return i;
        }
        return last;
    }
}
