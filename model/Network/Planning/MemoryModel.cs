using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Fast.Tiles;

namespace Foldline.Network.Planning;

/// <summary>
/// Predicts the peak from sizes. The tensors that stand side by side at each stage's fullest moment are added up as the fast paths allocate them; a test holds the sum to
/// what the allocator counts.
/// </summary>
internal static class MemoryModel
{
    private const long RuntimeBytes = 350_000_000;                             // code of libtorch and .NET 250, what libtorch registers at its start 58, objects and compiled code of .NET 42
    private const long WorkingBytes = 10_000_000;                              // blocks in the caches of two threads
    private const long OuterBytes = 36_000_000;                                // stripes of outer products of two threads
    private const int Single = 4, WindowQueries = 32, WindowKeys = 128, OuterChannels = 32, ConditionTensors = 8;
    private const int IndexBytes = 24;                                         // per pair: three maps of relative positions, bonds, contacts, distances

    /// <summary>What takes up the peak, largest first.</summary>
    public static IReadOnlyList<MemoryShare> Shares(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        MemoryShare[] stages = [new("trunk", Trunk(network, load, chunks)), new("diffusion", Diffusion(network, load, chunks)), new("confidence", Confidence(network, load, chunks))];
        long inputs = (IndexBytes * load.Tokens * load.Tokens) + (Rows(network, load) * load.Tokens * 3 * sizeof(long));
        MemoryShare[] shares =
        [
            stages.MaxBy(stage => stage.Bytes)!, new("weights", Weights(network, load)), new("features", inputs), new("runtime and libraries", RuntimeBytes),
        ];
        return [.. shares.OrderByDescending(share => share.Bytes)];
    }

    /// <summary>The tensors of the fullest stage alone, without weights and runtime.</summary>
    public static long Tensors(NetworkConfiguration network, Workload load, ChunkSizes chunks) =>
        Math.Max(Trunk(network, load, chunks), Math.Max(Diffusion(network, load, chunks), Confidence(network, load, chunks)));

    /// <summary>The pairs, the start pairs until the last recycle, the alignment, and a triangle multiplication or outer products.</summary>
    private static long Trunk(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        long element = Element(load), cells = Rows(network, load) * load.Tokens, alignment = cells * network.Msa.CM * element;
        long pairs = Pairs(network, load, element) * ((load.Cycles ?? network.Cycles) > 1 ? 2 : 1);
        long outer = (cells * OuterChannels * 2 * element) + OuterBytes;
        return pairs + alignment + Math.Max(outer, Multiplication(load, Hidden(network, network.Pairformer.ScaleHidden), chunks, element)) + WorkingBytes;
    }

    /// <summary>The trunk's pairs, the conditioned ones (which are made in single precision), the biases kept over the steps, and the atoms.</summary>
    private static long Diffusion(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        var diffusion = network.Diffusion;
        long element = Element(load), oneBias = load.Tokens * load.Tokens * diffusion.Transformer.Heads * element, allBiases = oneBias * diffusion.Transformer.Blocks;
        bool keeps = chunks.KeepsTokenBiases && allBiases <= DiffusionModule.DefaultBiasMemory;
        long windows = (load.Atoms + WindowQueries - 1) / WindowQueries * WindowQueries * WindowKeys;
        int atomBlocks = diffusion.AtomEncoder.Blocks + diffusion.AtomDecoder.Blocks;
        long atomPairs = windows * ((Single * 3L * diffusion.CAtomPair) + (element * atomBlocks * diffusion.AtomEncoder.Heads));
        long atomConditions = load.Atoms * diffusion.CAtom * element * atomBlocks * ConditionTensors;
        long samples = chunks.SamplesAtOnce * ((6 * Single) + (4 * element)) * ((load.Tokens * diffusion.CToken) + (load.Atoms * diffusion.CAtom));
        long copy = keeps || element == Single ? 0 : Pairs(network, load, element);
        return Pairs(network, load, element) + Pairs(network, load, Single) + copy + (keeps ? allBiases : 2 * oneBias) + atomPairs + atomConditions + samples + WorkingBytes;
    }

    /// <summary>The prepared pairs, those of one structure and a triangle multiplication or the logits.</summary>
    private static long Confidence(NetworkConfiguration network, Workload load, ChunkSizes chunks)
    {
        long element = network.Confidence.ScaleHidden ? Element(load) : Single;
        long logits = load.Tokens * load.Tokens * (network.Confidence.PaeBins + network.Confidence.PdeBins) * Single;
        return (2 * Pairs(network, load, element)) + Math.Max(Multiplication(load, Hidden(network, network.Confidence.ScaleHidden), chunks, element), logits) + WorkingBytes;
    }

    private static long Multiplication(Workload load, long hidden, ChunkSizes chunks, long element)
    {
        long channels = hidden + ((hidden + chunks.MultiplicationGroups - 1) / chunks.MultiplicationGroups);
        return load.Tokens * load.Tokens * channels * element;
    }

    private static long Hidden(NetworkConfiguration network, bool scaled) => scaled ? network.CZ : 128;

    private static long Rows(NetworkConfiguration network, Workload load) => network.UsesMsa ? Math.Min(load.MsaRows, network.Msa.SampleCutoff) : 1;

    private static long Pairs(NetworkConfiguration network, Workload load, long element) => load.Tokens * load.Tokens * network.CZ * element;

    private static long Element(Workload load) => load.Dtype == TorchSharp.torch.ScalarType.BFloat16 ? 2 : Single;

    /// <summary>In the type they are multiplied in, those of the fast paths in bf16 twice: as the plain path reads them, and as the tile units do.</summary>
    private static long Weights(NetworkConfiguration network, Workload load)
    {
        long all = ParameterCount.Of(network), single = ParameterCount.InSinglePrecision(network);
        long packed = Element(load) != Single && TileProducts.Supported ? Element(load) * ParameterCount.OnTileUnits(network) : 0;
        return (Element(load) * (all - single)) + (Single * single) + packed;
    }
}
