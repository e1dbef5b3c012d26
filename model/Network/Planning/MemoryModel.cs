using Foldline.Network.Configuration;
using static TorchSharp.torch;

namespace Foldline.Network.Planning;

/// <summary>
/// Predicts the peak from sizes. The tensors that stand side by side at each stage's fullest moment are added up as the code allocates them; tests hold the sums to
/// what the allocator counts.
/// </summary>
internal static class MemoryModel
{
    private const long RuntimeBytes = 330_000_000;                             // .NET and libtorch, resident after loading
    private const int OneTransition = 4, WindowQueries = 32, WindowKeys = 128;

    /// <summary>The largest stage, with weights and runtime.</summary>
    public static long Peak(NetworkConfiguration network, Workload load, ChunkSizes chunks) => Shares(network, load, chunks).Sum(share => share.Bytes);

    /// <summary>What takes up the peak, largest first.</summary>
    public static IReadOnlyList<MemoryShare> Shares(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        var stages = new[] { Trunk(network, load, chunks), Diffusion(network, load, chunks), Confidence(network, load, chunks) };
        var fullest = stages.MaxBy(stage => stage.Bytes)!;
        MemoryShare[] shares = [fullest, new("weights", 4 * ParameterCount.Of(network)), new("runtime and libraries", RuntimeBytes)];
        return [.. shares.OrderByDescending(share => share.Bytes)];
    }

    private static MemoryShare Trunk(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        long pairs = Pairs(network, load);
        long rows = Math.Min(load.MsaRows, network.Msa.SampleCutoff);
        long alignment = 4 * rows * load.Tokens * network.Msa.CM * Element(load) / 4;
        long block = PairBlock(load, network.CZ, network.Pairformer.ScaleHidden, chunks);
        return new("trunk", (2 * pairs) + block + alignment);
    }

    private static MemoryShare Diffusion(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        long pairs = Pairs(network, load);
        int samples = chunks.Samples ?? load.Samples ?? network.Sampling.Samples;
        var diffusion = network.Diffusion;
        long biases = load.Tokens * load.Tokens * diffusion.Transformer.Heads * diffusion.Transformer.Blocks * Element(load);
        long windows = (load.Atoms + WindowQueries - 1) / WindowQueries * WindowQueries * WindowKeys;
        int atomBlocks = diffusion.AtomEncoder.Blocks + diffusion.AtomDecoder.Blocks;
        long atoms = windows * Element(load) * ((3 * diffusion.CAtomPair) + (atomBlocks * diffusion.AtomEncoder.Heads));
        long tokens = 12L * samples * load.Tokens * diffusion.CToken * Element(load);
        return new("diffusion", pairs + Math.Max(biases, 3 * pairs) + atoms + tokens);
    }

    private static MemoryShare Confidence(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        long pairs = Pairs(network, load);
        long bins = load.Tokens * load.Tokens * (network.Confidence.PaeBins + network.Confidence.PdeBins) * 4L;
        return new("confidence", (2 * pairs) + Math.Max(PairBlock(load, network.CZ, network.Confidence.ScaleHidden, chunks), bins + pairs));
    }

    /// <summary>Beside the pairs themselves: the norm, two projections with their gate, or a piece of attention or transition.</summary>
    private static long PairBlock(Workload load, int cZ, bool scaled, ChunkSizes chunks)
    {
        long n = load.Tokens, element = Element(load), hidden = scaled ? cZ : 128;
        long pairs = n * n * cZ * element, inner = n * n * hidden * element;
        long multiplication = pairs + (4 * inner);
        long attention = pairs + pairs + (5 * Math.Min(n, chunks.TriangleAttention ?? n) * n * hidden * element);
        long transition = pairs + (Math.Min(n, chunks.Transition ?? n) * n * cZ * element * (2 + (3 * OneTransition)));
        return pairs + Math.Max(multiplication, Math.Max(attention, transition));
    }

    private static long Pairs(NetworkConfiguration network, Workload load) => load.Tokens * load.Tokens * network.CZ * Element(load);

    private static long Element(Workload load) => load.Dtype == ScalarType.Float32 ? 4 : 2;
}
