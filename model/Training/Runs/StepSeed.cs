namespace Foldline.Training.Runs;

/// <summary>Seeds that follow from the run's seed and a step, so that a resumed run draws what the uninterrupted one draws.</summary>
internal static class StepSeed
{
    /// <summary>The seed of one use in one step.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="step">The step.</param>
    /// <param name="part">Which example of an accumulated step.</param>
    /// <param name="use">What is drawn.</param>
    public static long Of(long seed, long step, int part, Use use)
    {
        var state = unchecked((ulong)seed);
        foreach (var value in new[] { (ulong)step, (ulong)part, (ulong)use }) state = Mix(state ^ Mix(value + 0x9E3779B97F4A7C15));
        return (long)(state >> 1);
    }

    /// <summary>A number in [0, 1).</summary>
    public static double Uniform(long seed, long step, int part, Use use) => (Of(seed, step, part, use) >> 10) * (1.0 / (1L << 53));

    // SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>What is drawn.</summary>
    internal enum Use
    {
        /// <summary>Which entry.</summary>
        Entry,

        /// <summary>Whether its alignment is shown.</summary>
        Alignment,

        /// <summary>How its conformers lie.</summary>
        Conformers,

        /// <summary>Everything drawn by torch: rows of the alignment, noise, dropout.</summary>
        Torch,

        /// <summary>The mini-rollout.</summary>
        MiniRollout,

        /// <summary>Samples of an evaluation.</summary>
        Evaluation,

        /// <summary>Structures sampled before the run, and which of them a step takes.</summary>
        Rollout,
    }
}
