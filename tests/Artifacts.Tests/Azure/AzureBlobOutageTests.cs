using System.Diagnostics;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Foldline.Artifacts.Tests;

public sealed class AzureBlobOutageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer _server = null!;
    private BlobBench _bench = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await AzuriteServer.RequireAsync(_folder.Path);
        _bench = new BlobBench(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _bench?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task A_put_and_a_read_outlive_a_service_that_stops_in_their_middle() => OutliveAsync(TimeSpan.FromSeconds(2), longestDelay: TimeSpan.FromSeconds(1));

    [Fact]
    [Trait("suite", "full")]
    public Task A_put_and_a_read_outlive_a_service_that_is_down_for_thirty_seconds() =>
        OutliveAsync(TimeSpan.FromSeconds(30), new AzureBlobOptions("").LongestDelay);

    [Fact]
    public async Task A_service_that_stays_down_gives_a_sentence_with_account_container_and_no_key()
    {
        var artifact = await _bench.Open().PutTextAsync("stored before", "text/plain", Token);
        await _server.StopAsync();
        var watch = Stopwatch.StartNew();
        var store = _bench.Open(options => options with { GiveUpAfter = TimeSpan.FromSeconds(1) });
        var error = await Should.ThrowAsync<BlobUnavailableException>(() => store.OpenReadAsync(artifact, null, Token));
        watch.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        (error.Account, error.Container).ShouldBe((AzuriteServer.Account, _bench.Container));
        error.Message.ShouldContain($"container '{_bench.Container}' of storage account '{AzuriteServer.Account}'");
        error.Message.ShouldContain("ConnectionRefused");
        error.ToString().ShouldNotContain(_server.Key);
        await Should.ThrowAsync<BlobUnavailableException>(() => store.PutTextAsync("during", "text/plain", Token));
        await _server.StartAsync();
        (await store.ReadTextAsync(artifact, Token)).ShouldBe("stored before");
        await store.PutTextAsync("during", "text/plain", Token);
        (await _bench.NamesAsync(Token)).Count.ShouldBe(2);
    }

    private async Task OutliveAsync(TimeSpan outage, TimeSpan longestDelay)
    {
        var bytes = new byte[12_000_001];
        new Random(3).NextBytes(bytes);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        var artifact = new ArtifactRef(hash, bytes.Length, "application/octet-stream");
        var slow = (AzureBlobOptions options) => options with { ParallelBlocks = 2, LongestDelay = longestDelay };

        _bench.Open();
        await _bench.Client.CreateAsync(cancellationToken: Token);
        var put = Task.Run(() => _bench.Open(slow).PutBytesAsync(bytes, artifact.MediaType, Token), Token);
        await UntilAsync(put, async () => await StagedAsync(artifact) >= 10);
        await StopAndStartAsync(outage);
        (await put).ShouldBe(artifact);
        var felt = _bench.Notices.All.Count;
        felt.ShouldBeGreaterThan(0);

        var cache = new TemporaryFolder();
        var read = Task.Run(() => _bench.Open(options => slow(options) with { CacheFolder = cache.Path }).ReadBytesAsync(artifact, Token), Token);
        await UntilAsync(read, () => Task.FromResult(Directory.Exists(Path.Combine(cache.Path, "tmp"))
                                                     && new DirectoryInfo(Path.Combine(cache.Path, "tmp")).GetFiles().Any(file => file.Length > 640 << 10)));
        await StopAndStartAsync(outage);
        (await read).ShouldBe(bytes);
        _bench.Notices.All.Count.ShouldBeGreaterThan(felt);
        (await _bench.NamesAsync(Token)).ShouldHaveSingleItem();
        cache.Dispose();
    }

    private async Task<int> StagedAsync(ArtifactRef artifact)
    {
        try
        {
            var blob = _bench.Client.GetBlockBlobClient(_bench.BlobOf(artifact).Name);
            return (await blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: Token)).Value.UncommittedBlocks.Count();
        }
        catch (Azure.RequestFailedException)
        {
            return 0;
        }
    }

    private async Task StopAndStartAsync(TimeSpan outage)
    {
        await _server.StopAsync();
        await Task.Delay(outage, Token);
        await _server.StartAsync();
    }

    private static async Task UntilAsync(Task working, Func<Task<bool>> condition)
    {
        while (!working.IsCompleted && !await condition()) await Task.Delay(25, Token);
        if (working.IsCompleted) await working;
        working.IsCompleted.ShouldBeFalse("the transfer ended before the service was stopped");
    }
}
