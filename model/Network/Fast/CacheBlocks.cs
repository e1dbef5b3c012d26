namespace Foldline.Network.Fast;

/// <summary>
/// How many pairs are worked on at once so that what belongs to them stays in the cache of the cores: there a sigmoid costs 0.5 ns an element, from memory 1.8 ns
/// (docs/performance.md). Memory needs nothing of it: the pieces are small beside the pairs.
/// </summary>
internal static class CacheBlocks
{
    private const long Bytes = 3L << 19;                                       // 1.5 MB of the 2 MB that belong to a core

    /// <summary>Pairs, or other rows, whose <paramref name="channels"/> single-precision numbers fit.</summary>
    public static long Rows(long channels) => Math.Max(64, Bytes / (4 * channels));

    /// <summary>Whole rows of <paramref name="tokens"/> pairs, at least one.</summary>
    public static long WholeRows(long tokens, long channels) => Math.Max(1, Rows(channels) / tokens);

    /// <summary>Calls <paramref name="work"/> with (start, count) until <paramref name="extent"/> is done; the threads share the blocks.</summary>
    public static void ForEach(long extent, long step, Action<long, long> work) =>
        WorkerTeam.ForEach((extent + step - 1) / step, block => work(block * step, Math.Min(step, extent - (block * step))));
}
