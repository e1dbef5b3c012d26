using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Fast;
using Foldline.Network.Model;
using Foldline.Network.Pairformer;
using Foldline.Network.Profiling;

namespace Foldline.Network.Planning;

/// <summary>
/// How a prediction fits into memory: into which pieces it is cut and the peak that leads to. The rungs of the ladder trade a little speed for memory; an attempt
/// that ran out of memory is repeated on the <see cref="Next"/> one.
/// </summary>
public sealed record MemoryPlan
{
    /// <summary>The share of the available memory that a plan may fill; the rest is for what it does not see (page cache, other threads, fragmentation).</summary>
    public const double UsableShare = 0.9;

    private const int Rungs = 5;
    private const long FirstRows = 256;

    /// <summary>The network.</summary>
    public required NetworkConfiguration Network { get; init; }

    /// <summary>The target.</summary>
    public required Workload Load { get; init; }

    /// <summary>0 works on everything at once; each further rung on less.</summary>
    public required int Rung { get; init; }

    /// <summary>The memory that was available, bytes.</summary>
    public required long AvailableBytes { get; init; }

    /// <summary>The pieces of this rung.</summary>
    public ChunkSizes Chunks
    {
        get
        {
            int samples = Math.Min(Load.Samples ?? Network.Sampling.Samples, Network.Sampling.SamplesAtOnce);
            return new ChunkSizes(1 << Rung, Rung < 2 ? samples : 1, Rung < 3, Rung == 0 ? null : FirstRows >> (Rung - 1));
        }
    }

    /// <summary>The most memory of the process at once, weights and runtime included, bytes.</summary>
    public long PeakBytes => Shares.Sum(share => share.Bytes);

    /// <summary>What takes up the peak, largest first, in the words a user reads.</summary>
    public IReadOnlyList<MemoryShare> Shares => MemoryModel.Shares(Network, Load, Chunks);

    /// <summary>Whether the peak stays within what is available.</summary>
    public bool Fits => PeakBytes <= AvailableBytes * UsableShare;

    /// <summary>The next rung, for a second attempt after memory ran out; <c>null</c> after the last.</summary>
    public MemoryPlan? Next => Rung + 1 < Rungs ? this with { Rung = Rung + 1 } : null;

    /// <summary>The first rung that fits; the last one where none does, which <see cref="Fits"/> then says.</summary>
    /// <param name="network">The network.</param>
    /// <param name="load">The target.</param>
    /// <param name="availableBytes">Memory that may be used by the whole process; <c>null</c> takes what the system has free and what the process already holds.</param>
    public static MemoryPlan For(NetworkConfiguration network, Workload load, long? availableBytes = null)
    {
        long available = availableBytes ?? (ProcessMemory.Available + ProcessMemory.Resident);
        var plan = new MemoryPlan { Network = network, Load = load, Rung = 0, AvailableBytes = available };
        while (!plan.Fits && plan.Next is { } next) plan = next;
        return plan;
    }

    /// <summary>Sets the pieces on a network, and gives the settings of a prediction theirs. Both go together.</summary>
    public PredictionOptions Apply(ProtenixModel network, PredictionOptions options)
    {
        foreach (var block in network.modules().OfType<PairformerBlock>())
        {
            if (block.PairUpdate is FastPairUpdate fast) fast.MultiplicationGroups = Chunks.MultiplicationGroups;
        }
        network.Diffusion.BiasMemory = Chunks.KeepsTokenBiases ? DiffusionModule.DefaultBiasMemory : 0;
        return options with { SamplesAtOnce = Chunks.SamplesAtOnce, ChunkSize = Chunks.Rows };
    }
}
