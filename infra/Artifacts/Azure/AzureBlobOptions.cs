namespace Foldline.Artifacts;

/// <summary>How a store on Azure Blob uses this machine and the network.</summary>
/// <param name="CacheFolder">Local folder for content on its way in and out; created where absent, may be shared by the processes of one machine and
/// deleted when none runs.</param>
public sealed record AzureBlobOptions(string CacheFolder)
{
    /// <summary>
    /// Bytes the cache may hold before the longest unused content goes; 20 GiB by default, which is a few model weights and a day of results.
    /// </summary>
    public long CacheBytes { get; init; } = 20L << 30;

    /// <summary>
    /// Content used within this time is never removed from the cache, even above <see cref="CacheBytes"/>: somebody may hold its path. 15 minutes by
    /// default.
    /// </summary>
    public TimeSpan CacheGrace { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Bytes per block sent or received; 8 MiB by default, the size from which the service takes blocks at its full rate.</summary>
    public int BlockBytes { get; init; } = 8 << 20;

    /// <summary>Blocks in flight for one artifact; 4 by default, so that one transfer holds at most a handful of blocks in memory.</summary>
    public int ParallelBlocks { get; init; } = 4;

    /// <summary>Wait before the first repetition; 0.2 s by default. Each further wait is twice as long, give or take a quarter at random.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>The longest wait between two repetitions; 8 s by default.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How long one request is repeated after its first failure; 2 minutes by default, which outlives a restart of the service. The activity's own retry
    /// comes after.
    /// </summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long the service may stay silent within one request before that counts as a failure; 100 s by default, enough for a block over 1 Mbit/s.
    /// </summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Told one sentence at each wait; nobody by default.</summary>
    public IProgress<string>? Notices { get; init; }
}
