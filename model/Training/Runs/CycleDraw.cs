namespace Foldline.Training.Runs;

/// <summary>
/// How many passes through the trunk a step makes: the number that <c>numpy.random.RandomState(step).randint(1, most + 1)</c> gives, as in the original, so
/// that all workers of a step agree without talking.
/// </summary>
public static class CycleDraw
{
    private const int Size = 624, Shift = 397;

    /// <summary>The number of cycles of a step, 1 to <paramref name="most"/>.</summary>
    public static int Of(long step, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (most == 1) return 1;
        var range = (uint)(most - 1);
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(range);
        foreach (var value in MersenneTwister(unchecked((uint)step)))
            if ((value & mask) is var draw && draw <= range) return 1 + (int)draw;
        throw new InvalidOperationException("A random sequence ended.");
    }

    /// <summary>The sequence of MT19937 (Matsumoto and Nishimura 1998) for a seed.</summary>
    private static IEnumerable<uint> MersenneTwister(uint seed)
    {
        var state = new uint[Size];
        state[0] = seed;
        for (var i = 1; i < Size; i++) state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + (uint)i;
        while (true)
        {
            for (var i = 0; i < Size; i++)
            {
                var mixed = (state[i] & 0x80000000u) | (state[(i + 1) % Size] & 0x7fffffffu);
                state[i] = state[(i + Shift) % Size] ^ (mixed >> 1) ^ ((mixed & 1) != 0 ? 0x9908b0dfu : 0);
            }
            foreach (var word in state)
            {
                var y = word;
                y ^= y >> 11;
                y ^= (y << 7) & 0x9d2c5680u;
                y ^= (y << 15) & 0xefc60000u;
                yield return y ^ (y >> 18);
            }
        }
    }
}
