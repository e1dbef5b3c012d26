using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Foldline.Artifacts.Tests;

public sealed class AzureBlobArtifactStoreTests(SharedAzurite azurite) : ArtifactStoreContract, IAsyncLifetime
{
    private BlobBench _bench = null!;
    private AzureBlobArtifactStore _store = null!;

    protected override IArtifactStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _bench = new BlobBench(await azurite.RequireAsync());
        _store = _bench.Open();
    }

    public ValueTask DisposeAsync()
    {
        _bench?.Dispose();
        return default;
    }

    [Fact]
    public async Task Big_content_goes_in_blocks_and_comes_back_with_its_ranges()
    {
        var bytes = Noise(1_000_003);
        var artifact = await Store.PutBytesAsync(bytes, "application/octet-stream", Token);
        var blocks = await _bench.Client.GetBlockBlobClient(_bench.BlobOf(artifact).Name).GetBlockListAsync(cancellationToken: Token);
        blocks.Value.CommittedBlocks.Count().ShouldBe(16);
        blocks.Value.UncommittedBlocks.ShouldBeEmpty();
        var other = Elsewhere();
        foreach (var (offset, length) in ((long, long)[])[(0, 1), (65_535, 2), (131_072, 65_536), (999_999, 4), (1_000_003, 0)])
        {
            await using var part = await other.OpenReadAsync(artifact, new ArtifactRange(offset, length), Token);
            using var read = new MemoryStream();
            await part.CopyToAsync(read, Token);
            read.ToArray().ShouldBe(bytes.AsSpan((int)offset, (int)length).ToArray());
        }
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    public async Task Lengths_around_a_block_come_back_equal(int length)
    {
        var artifact = await Store.PutBytesAsync(Noise(length), "application/octet-stream", Token);
        (await Elsewhere().ReadBytesAsync(artifact, Token)).ShouldBe(Noise(length));
    }

    [Fact]
    public async Task Writers_on_several_machines_who_send_the_same_blocks_do_not_disturb_each_other()
    {
        var bytes = Noise(2_000_000);
        var stores = Enumerable.Range(0, 6).Select(_ => Elsewhere()).ToArray();
        var artifacts = await Task.WhenAll(stores.Select(store => Task.Run(() => store.PutBytesAsync(bytes, "application/octet-stream", Token))));
        artifacts.Distinct().ShouldHaveSingleItem();
        await Elsewhere().VerifyAsync(artifacts[0], Token);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task A_name_that_is_taken_is_not_written_again(int length)
    {
        var artifact = await Store.PutBytesAsync(Noise(length), "application/octet-stream", Token);
        var before = (await _bench.BlobOf(artifact).GetPropertiesAsync(cancellationToken: Token)).Value.ETag;
        await Elsewhere().PutBytesAsync(Noise(length), "application/octet-stream", Token);
        (await SendAsync(artifact, await Store.LocalFileAsync(artifact, Token))).ShouldBeFalse();
        (await _bench.BlobOf(artifact).GetPropertiesAsync(cancellationToken: Token)).Value.ETag.ShouldBe(before);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task Content_that_is_not_what_its_name_says_is_never_committed(int length)
    {
        await _bench.Client.CreateIfNotExistsAsync(cancellationToken: Token);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "changed");
        await File.WriteAllBytesAsync(path, Noise(length), Token);
        var artifact = new ArtifactRef(new string('b', 64), length, "application/octet-stream");
        (await Should.ThrowAsync<IOException>(() => SendAsync(artifact, path))).Message.ShouldContain("changed while it was sent");
        (await _bench.NamesAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Blocks_that_a_crashed_writer_left_become_no_artifact()
    {
        var artifact = new ArtifactRef(Convert.ToHexStringLower(SHA256.HashData(Noise(200_000))), 200_000, "application/octet-stream");
        await _bench.Client.CreateIfNotExistsAsync(cancellationToken: Token);
        using (var half = new MemoryStream(Noise(65_536)))
            await _bench.Client.GetBlockBlobClient(_bench.BlobOf(artifact).Name)
                .StageBlockAsync(Convert.ToBase64String(new byte[24]), half, cancellationToken: Token);
        (await Store.ExistsAsync(artifact, Token)).ShouldBeFalse();
        await Store.PutBytesAsync(Noise(200_000), "application/octet-stream", Token);
        (await Elsewhere().ReadBytesAsync(artifact, Token)).ShouldBe(Noise(200_000));
    }

    [Fact]
    public async Task A_flipped_byte_deep_in_a_big_blob_is_never_served_and_kept_for_inspection()
    {
        var bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 8000).Select(line => $"{line} {Unique}\n")));
        var artifact = await Store.PutBytesAsync(bytes, "text/plain", Token);
        await FlipLineAsync("7000 " + Unique);
        var other = Elsewhere();
        await Should.ThrowAsync<CorruptArtifactException>(() => other.OpenReadAsync(artifact, new ArtifactRange(0, 10), Token));
        var aside = (await _bench.NamesAsync(Token)).ShouldHaveSingleItem();
        var kept = (await _bench.Client.GetBlobClient(aside).DownloadContentAsync(Token)).Value.Content.ToArray();
        kept.Length.ShouldBe(bytes.Length);
        kept.Zip(bytes).Count(pair => pair.First != pair.Second).ShouldBe(1);
    }

    [Fact]
    public async Task A_damaged_copy_in_the_local_cache_is_fetched_again()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        await File.WriteAllTextAsync(await Store.LocalFileAsync(artifact, Token), Unique.Replace('a', 'b'), Token);
        (await Store.ReadTextAsync(artifact, Token)).ShouldBe(Unique);
        await Store.VerifyAsync(artifact, Token);
    }

    [Fact]
    public async Task Content_in_the_local_cache_is_read_without_the_service()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        await _bench.BlobOf(artifact).DeleteAsync(cancellationToken: Token);
        (await Store.ReadTextAsync(artifact, Token)).ShouldBe(Unique);
        (await Store.ExistsAsync(artifact, Token)).ShouldBeFalse();
        await Store.PutTextAsync(Unique, "text/plain", Token);
        (await Store.ExistsAsync(artifact, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_sas_url_of_the_container_opens_the_store_and_a_reader_may_not_write()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        var writer = _bench.Open(Sas(BlobContainerSasPermissions.All, TimeSpan.FromHours(1)));
        var more = await writer.PutBytesAsync(Noise(200_000), "application/octet-stream", Token);
        var reader = _bench.Open(Sas(BlobContainerSasPermissions.Read, TimeSpan.FromHours(1)));
        (await reader.ReadTextAsync(artifact, Token)).ShouldBe(Unique);
        (await reader.ReadBytesAsync(more, Token)).ShouldBe(Noise(200_000));
        var error = await Should.ThrowAsync<BlobRefusedException>(() => reader.PutTextAsync(Unique + "more", "text/plain", Token));
        error.Status.ShouldBe(403);
        error.Message.ShouldContain(_bench.Container);
    }

    [Fact]
    public async Task An_expired_sas_is_refused_at_once_with_a_remedy_and_without_its_signature()
    {
        var url = Sas(BlobContainerSasPermissions.All, TimeSpan.FromHours(-1));
        var error = await Should.ThrowAsync<BlobRefusedException>(() => _bench.Open(url).PutTextAsync(Unique, "text/plain", Token));
        error.Message.ShouldContain("dates");
        error.ToString().ShouldNotContain(url[(url.IndexOf("sig=", StringComparison.Ordinal) + 4)..]);
        _bench.Notices.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_once_and_not_repeated_in_the_message()
    {
        var server = await azurite.RequireAsync();
        var wrong = Convert.ToBase64String(Noise(48));
        var store = _bench.Open(server.ConnectionString.Replace(server.Key, wrong) + $"Container={_bench.Container}");
        var error = await Should.ThrowAsync<BlobRefusedException>(() => store.PutTextAsync(Unique, "text/plain", Token));
        error.Status.ShouldBe(403);
        error.Message.ShouldContain(AzuriteServer.Account);
        error.Message.ShouldContain("account key");
        error.ToString().ShouldNotContain(wrong);
    }

    [Fact]
    public async Task A_missing_container_is_created_by_a_key_and_asked_for_by_a_sas_that_may_not()
    {
        var url = Sas(BlobContainerSasPermissions.All, TimeSpan.FromHours(1));
        var error = await Should.ThrowAsync<BlobRefusedException>(() => _bench.Open(url).PutTextAsync(Unique, "text/plain", Token));
        error.Message.ShouldContain($"az storage container create --account-name {AzuriteServer.Account} --name {_bench.Container}");
        await Store.PutTextAsync(Unique, "text/plain", Token);
        (await _bench.NamesAsync(Token)).ShouldHaveSingleItem();
    }

    protected override IArtifactStore Elsewhere() => _bench.Open();

    protected override Task FlipAsync(ArtifactRef artifact, long position) => _bench.FlipAsync(Encoding.UTF8.GetBytes(Unique), position, Token);

    protected override async Task TruncateAsync(ArtifactRef artifact, int length)
    {
        var whole = (await _bench.BlobOf(artifact).DownloadContentAsync(Token)).Value.Content;
        await _bench.BlobOf(artifact).UploadAsync(new BinaryData(whole.ToMemory()[..length]), overwrite: true, Token);
    }

    protected override Task<IReadOnlyList<string>> NamesAsync() => _bench.NamesAsync(Token);

    private Task<bool> SendAsync(ArtifactRef artifact, string path)
    {
        var options = new AzureBlobOptions("unused") { BlockBytes = 64 << 10 };
        var calls = new BlobCalls(AzureBlobAddress.Parse("AccountName=unused;AccountKey=c2VjcmV0"), options, TimeProvider.System);
        return new BlockUpload(_bench.Client, calls, options).SendAsync(_bench.BlobOf(artifact).Name, path, artifact, Token);
    }

    private Task FlipLineAsync(string line) => _bench.FlipAsync(Encoding.ASCII.GetBytes(line), 6, Token);

    private string Sas(BlobContainerSasPermissions permissions, TimeSpan validFor) =>
        _bench.Client.GenerateSasUri(permissions, DateTimeOffset.UtcNow + validFor).AbsoluteUri;
}
