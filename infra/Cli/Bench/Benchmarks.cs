using Foldline.Sequences;

namespace Foldline.Cli.Bench;

/// <summary>All benchmarks by name.</summary>
public static class Benchmarks
{
    /// <summary>In the order of the help page.</summary>
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new MatmulBenchmark(), new PairformerBenchmark(), new MsaBlockBenchmark(), new DiffusionBenchmark(), new LocalAttentionBenchmark(), new PredictBenchmark(),
        new MemoryBenchmark(), new StabilityBenchmark(), new ProfileBenchmark(), new CampaignBenchmark(),
        new RuntimeBenchmark("runtime", 2000), new RuntimeBenchmark("runtime-memory", 1000, 20000), new EmptyWorker(),
        new TrainStepBenchmark(), new TrainMemoryBenchmark(),
    ];

    /// <summary>The benchmark of that name.</summary>
    /// <exception cref="InputException">There is none; the message lists them.</exception>
    public static IBenchmark Get(string name) => All.FirstOrDefault(benchmark => benchmark.Name == name)
        ?? throw new InputException($"There is no benchmark '{name}'. Known: {string.Join(", ", All.Select(benchmark => benchmark.Name))}.");
}
