using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Foldline.Artifacts.Tests;

public sealed class FolderArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderArtifactStore _store;

    public FolderArtifactStoreTests() => _store = new FolderArtifactStore(_folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private string BlobOf(ArtifactRef artifact) => Path.Combine(_folder.Path, "blobs", artifact.Sha256[..2], artifact.Sha256);

    private void Flip(ArtifactRef artifact, long position)
    {
        using var file = new FileStream(BlobOf(artifact), FileMode.Open, FileAccess.ReadWrite);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 1));
    }

    [Fact]
    public void What_is_put_comes_back_and_is_named_by_its_hash() =>
        Gen.Byte.Array[0, 5000].Sample(bytes =>
        {
            var artifact = _store.PutBytesAsync(bytes, "application/octet-stream").GetAwaiter().GetResult();
            artifact.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            artifact.Length.ShouldBe(bytes.Length);
            _store.ReadBytesAsync(artifact).GetAwaiter().GetResult().ShouldBe(bytes);
        }, iter: 30, threads: 1);

    [Fact]
    public async Task A_range_gives_exactly_its_bytes()
    {
        var artifact = await _store.PutTextAsync("abcdefghij", "text/plain", Token);
        await using var stream = await _store.OpenReadAsync(artifact, new ArtifactRange(3, 4), Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadToEndAsync(Token)).ShouldBe("defg");
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _store.OpenReadAsync(artifact, new ArtifactRange(8, 4), Token));
    }

    [Fact]
    public async Task Many_writers_of_the_same_content_agree()
    {
        var bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        var artifacts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _store.PutBytesAsync(bytes, "application/octet-stream", Token))));
        artifacts.Distinct().Count().ShouldBe(1);
        (await _store.ReadBytesAsync(artifacts[0], Token)).ShouldBe(bytes);
        Directory.GetFiles(Path.Combine(_folder.Path, "tmp")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_flipped_byte_is_detected_set_aside_and_healed_by_putting_again(int position)
    {
        var artifact = await _store.PutTextAsync("abcdefghij", "text/plain", Token);
        Flip(artifact, position);
        var error = await Should.ThrowAsync<CorruptArtifactException>(() => _store.OpenReadAsync(artifact, null, Token));
        error.Artifact.ShouldBe(artifact);
        error.Message.ShouldContain("computed again");
        Directory.GetFiles(Path.Combine(_folder.Path, "damaged")).Length.ShouldBe(1);
        (await _store.ExistsAsync(artifact, Token)).ShouldBeFalse();
        await Should.ThrowAsync<MissingArtifactException>(() => _store.OpenReadAsync(artifact, null, Token));
        await _store.PutTextAsync("abcdefghij", "text/plain", Token);
        (await _store.ReadTextAsync(artifact, Token)).ShouldBe("abcdefghij");
    }

    [Fact]
    public async Task A_truncated_blob_is_detected()
    {
        var artifact = await _store.PutTextAsync("abcdefghij", "text/plain", Token);
        await using (var file = new FileStream(BlobOf(artifact), FileMode.Open)) file.SetLength(5);
        (await Should.ThrowAsync<CorruptArtifactException>(() => _store.VerifyAsync(artifact, Token))).Message.ShouldContain("5 bytes");
    }

    [Fact]
    public async Task A_damaged_blob_is_repaired_by_another_writer_of_the_same_content()
    {
        var artifact = await _store.PutTextAsync("abcdefghij", "text/plain", Token);
        Flip(artifact, 1);
        await _store.PutTextAsync("abcdefghij", "text/plain", Token);
        (await _store.ReadTextAsync(artifact, Token)).ShouldBe("abcdefghij");
    }

    [Fact]
    public async Task A_failing_source_leaves_nothing_behind()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => _store.PutAsync(new BrokenStream(new InvalidOperationException("source broke")), "text/plain", Token));
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_device_becomes_a_clear_error_and_leaves_nothing_behind()
    {
        var full = new IOException("No space left on device", 28);
        var error = await Should.ThrowAsync<StorageFullException>(() => _store.PutAsync(new BrokenStream(full), "text/plain", Token));
        error.Message.ShouldContain(_folder.Path);
        error.Message.ShouldContain("Free some space");
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Opening_the_store_removes_what_a_dead_writer_left_and_spares_a_living_one()
    {
        var temporary = Path.Combine(_folder.Path, "tmp");
        await File.WriteAllTextAsync(Path.Combine(temporary, "dead"), "half", Token);
        await using var living = new FileStream(Path.Combine(temporary, "living"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        _ = new FolderArtifactStore(_folder.Path);
        Directory.GetFiles(temporary).Select(Path.GetFileName).ShouldBe(["living"]);
    }

    [Fact]
    public async Task A_file_is_copied_and_a_local_file_holds_the_content()
    {
        var source = Path.Combine(_folder.Path, "source.txt");
        await File.WriteAllTextAsync(source, "content", Token);
        var artifact = await _store.PutFileAsync(source, "text/plain", Token);
        File.Delete(source);
        (await File.ReadAllTextAsync(await _store.LocalFileAsync(artifact, Token), Token)).ShouldBe("content");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n")]
    public void A_reference_that_is_no_hash_cannot_be_made(string hash) => Should.Throw<ArgumentException>(() => new ArtifactRef(hash, 0, "text/plain"));

    [Fact]
    public async Task A_reference_survives_json()
    {
        var artifact = await _store.PutTextAsync("x", "text/plain", Token);
        System.Text.Json.JsonSerializer.Deserialize<ArtifactRef>(System.Text.Json.JsonSerializer.Serialize(artifact)).ShouldBe(artifact);
    }

    /// <summary>Gives a few bytes, then fails.</summary>
    private sealed class BrokenStream(Exception failure) : MemoryStream(Encoding.ASCII.GetBytes("some bytes"))
    {
        private bool _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read) throw failure;
            _read = true;
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
