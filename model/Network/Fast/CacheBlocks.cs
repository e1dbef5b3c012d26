using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>
/// How many pairs are worked on at once. On a processor: so many that what belongs to them stays in the cache of the cores, where a sigmoid costs 0.5 ns an element
/// and from memory 1.8 ns (docs/performance.md). On other devices: so many that a launch is worth its while, and no more, so that memory stays bounded.
/// </summary>
internal static class CacheBlocks
{
    private const long CacheBytes = 3L << 19;                                  // 1.5 MB of the 2 MB that belong to a core
    private const long DeviceBytes = 256L << 20;

    /// <summary>Pairs, or other rows, whose <paramref name="channels"/> numbers of the type and on the device of <paramref name="like"/> fit.</summary>
    public static long Rows(Tensor like, long channels) => Math.Max(64, (OnProcessor(like) ? CacheBytes : DeviceBytes) / (like.ElementSize * channels));

    /// <summary>Whole rows of <paramref name="tokens"/> pairs, at least one.</summary>
    public static long WholeRows(Tensor like, long tokens, long channels) => Math.Max(1, Rows(like, channels) / tokens);

    /// <summary>Calls <paramref name="work"/> with (start, count) until <paramref name="extent"/> is done; on a processor the threads share the blocks.</summary>
    public static void ForEach(Tensor on, long extent, long step, Action<long, long> work)
    {
        long blocks = (extent + step - 1) / step;
        void Block(long block) => work(block * step, Math.Min(step, extent - (block * step)));
        if (OnProcessor(on)) WorkerTeam.ForEach(blocks, Block);
        else WorkerTeam.InTurn(blocks, Block);
    }

    private static bool OnProcessor(Tensor tensor) => tensor.device_type == DeviceType.CPU;
}
