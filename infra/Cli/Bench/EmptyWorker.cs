using Foldline.Persistence;

namespace Foldline.Cli.Bench;

/// <summary>A worker process of <see cref="RuntimeBenchmark"/>; it works until it is killed.</summary>
internal sealed class EmptyWorker : IBenchmark
{
    /// <summary>What the benchmark starts.</summary>
    public const string WorkerName = "runtime-worker";

    /// <inheritdoc/>
    public string Name => WorkerName;

    /// <inheritdoc/>
    public string Description => "a worker process of 'runtime' on PostgreSQL; started by it";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        WorkAsync(options, cancellationToken).GetAwaiter().GetResult();
        return [];
    }

    private static async Task WorkAsync(BenchOptions options, CancellationToken cancellationToken)
    {
        await using var store = await StateStores.OpenAsync(options.Database!, cancellationToken);
        await using var engine = await EmptyWork.StartAsync(store, options.DataFolder!, 4, cancellationToken);
        await engine.Completion.WaitAsync(cancellationToken);
    }
}
