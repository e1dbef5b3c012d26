using Microsoft.Extensions.Time.Testing;

namespace Foldline.Artifacts.Tests;

public sealed class ArtifactCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_unused_longest_goes_when_there_is_too_much()
    {
        var cache = Cache();
        var artifacts = new List<ArtifactRef>();
        for (var index = 0; index < 10; index++) artifacts.Add(await AddAsync(cache, index));
        _time.Advance(TimeSpan.FromHours(1));
        (await cache.PathAsync(artifacts[0], Token)).ShouldNotBeNull();           // used again, so the second goes first
        _time.Advance(TimeSpan.FromHours(1));
        await AddAsync(cache, 10);
        (await cache.PathAsync(artifacts[0], Token)).ShouldNotBeNull();
        (await cache.PathAsync(artifacts[1], Token)).ShouldBeNull();
        (await cache.PathAsync(artifacts[2], Token)).ShouldBeNull();
        (await cache.PathAsync(artifacts[9], Token)).ShouldNotBeNull();
        Held().ShouldBeLessThanOrEqualTo(10_000);
    }

    [Fact]
    public async Task What_was_just_handed_out_stays_even_above_the_bound_and_goes_later()
    {
        var cache = Cache();
        for (var index = 0; index < 15; index++)
        {
            var artifact = await AddAsync(cache, index);
            (await cache.PathAsync(artifact, Token)).ShouldNotBeNull();
        }
        Held().ShouldBe(15_000);
        _time.Advance(TimeSpan.FromHours(1));
        await AddAsync(cache, 15);
        Held().ShouldBeLessThanOrEqualTo(10_000);
    }

    [Fact]
    public async Task A_stream_that_is_open_outlives_the_removal_of_its_file()
    {
        var cache = Cache();
        var artifact = await AddAsync(cache, 0);
        await using var stream = (await cache.OpenAsync(artifact, null, Token)).ShouldNotBeNull();
        cache.Forget(artifact);
        (await cache.OpenAsync(artifact, null, Token)).ShouldBeNull();
        var read = new byte[1000];
        await stream.ReadExactlyAsync(read, Token);
        read.ShouldAllBe(value => value == 0);
    }

    [Fact]
    public async Task A_cache_found_at_the_start_counts_towards_the_bound()
    {
        var earlier = Cache();
        for (var index = 0; index < 10; index++) await AddAsync(earlier, index);
        _time.Advance(TimeSpan.FromHours(1));
        _ = new ArtifactCache(Options() with { CacheBytes = 5_000 }, _time);
        Held().ShouldBeLessThanOrEqualTo(5_000);
    }

    private AzureBlobOptions Options() => new(_folder.Path) { CacheBytes = 10_000 };

    private ArtifactCache Cache() => new(Options(), _time);

    private long Held() => new DirectoryInfo(Path.Combine(_folder.Path, "blobs")).GetFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private async Task<ArtifactRef> AddAsync(ArtifactCache cache, int value)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        var bytes = new byte[1000];
        Array.Fill(bytes, (byte)value);
        using var content = new MemoryStream(bytes);
        return await cache.AddAsync(content, "application/octet-stream", Token);
    }
}
