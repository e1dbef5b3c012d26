using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace Foldline.Artifacts.Tests;

/// <summary>What every store promises, wherever it keeps its content.</summary>
public abstract class ArtifactStoreContract
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test.</summary>
    protected abstract IArtifactStore Store { get; }

    /// <summary>A text no other test stores.</summary>
    protected string Unique { get; } = $"abcdefghij {Guid.NewGuid():N}";

    /// <summary>The same store as a process on another machine opens it.</summary>
    protected abstract IArtifactStore Elsewhere();

    /// <summary>Changes one bit of the stored bytes, behind the store's back.</summary>
    protected abstract Task FlipAsync(ArtifactRef artifact, long position);

    /// <summary>Replaces the stored bytes by their beginning.</summary>
    protected abstract Task TruncateAsync(ArtifactRef artifact, int length);

    /// <summary>The names of all that is stored: by hash, set aside, or on its way.</summary>
    protected abstract Task<IReadOnlyList<string>> NamesAsync();

    [Fact]
    public void What_is_put_comes_back_and_is_named_by_its_hash() =>
        Gen.Byte.Array[0, 5000].Sample(bytes =>
        {
            var artifact = Store.PutBytesAsync(bytes, "application/octet-stream").GetAwaiter().GetResult();
            artifact.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
            artifact.Length.ShouldBe(bytes.Length);
            Store.ReadBytesAsync(artifact).GetAwaiter().GetResult().ShouldBe(bytes);
        }, iter: 30, threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70_000)]
    public async Task What_one_machine_puts_another_reads(int length)
    {
        var bytes = Noise(length);
        var artifact = await Store.PutBytesAsync(bytes, "application/octet-stream", Token);
        var other = Elsewhere();
        (await other.ExistsAsync(artifact, Token)).ShouldBeTrue();
        (await other.ReadBytesAsync(artifact, Token)).ShouldBe(bytes);
        (await File.ReadAllBytesAsync(await other.LocalFileAsync(artifact, Token), Token)).ShouldBe(bytes);
        await other.VerifyAsync(artifact, Token);
    }

    [Fact]
    public async Task A_range_gives_exactly_its_bytes()
    {
        var artifact = await Store.PutTextAsync("abcdefghij", "text/plain", Token);
        foreach (var store in (IArtifactStore[])[Store, Elsewhere()])
        {
            await using var stream = await store.OpenReadAsync(artifact, new ArtifactRange(3, 4), Token);
            using var reader = new StreamReader(stream);
            (await reader.ReadToEndAsync(Token)).ShouldBe("defg");
            await Should.ThrowAsync<ArgumentOutOfRangeException>(() => store.OpenReadAsync(artifact, new ArtifactRange(8, 4), Token));
        }
    }

    [Fact]
    public async Task What_is_stored_is_listed_and_removed_unless_somebody_has_put_it_again()
    {
        var inventory = Store.ShouldBeAssignableTo<IArtifactInventory>()!;
        var (kept, gone) = (await Store.PutTextAsync(Unique + "kept", "text/plain", Token), await Store.PutTextAsync(Unique + "gone", "text/plain", Token));
        async Task<StoredArtifact> ListedAsync(ArtifactRef artifact)
        {
            await foreach (var stored in inventory.ListAsync(Token)) if (stored.Sha256 == artifact.Sha256) return stored;
            throw new InvalidOperationException("It is not listed.");
        }
        var (first, second) = (await ListedAsync(kept), await ListedAsync(gone));
        first.Length.ShouldBe(kept.Length);
        await Task.Delay(1100, Token);                                            // services tell times in seconds
        await ((IArtifactInventory)Elsewhere()).TouchAsync(kept.Sha256, Token);
        (await inventory.RemoveAsync(first, Token)).ShouldBeFalse("it is younger than it was listed");
        (await inventory.RemoveAsync(second, Token)).ShouldBeTrue();
        (await ListedAsync(kept)).PutAt.ShouldBeGreaterThan(first.PutAt);
        (await Elsewhere().ExistsAsync(kept, Token)).ShouldBeTrue();
        (await Elsewhere().ExistsAsync(gone, Token)).ShouldBeFalse();
        (await Store.PutTextAsync(Unique + "gone", "text/plain", Token)).ShouldBe(gone);
        (await Elsewhere().ExistsAsync(gone, Token)).ShouldBeTrue("what was removed can be put again");
        await inventory.TouchAsync(new string('0', 64), Token);                   // nothing there, nothing happens
    }

    [Fact]
    public async Task Many_writers_of_the_same_content_agree()
    {
        var bytes = Noise(300_000);
        var stores = Enumerable.Range(0, 4).Select(index => index == 0 ? Store : Elsewhere()).ToArray();
        var artifacts = await Task.WhenAll(Enumerable.Range(0, 16).Select(index =>
            Task.Run(() => stores[index % 4].PutBytesAsync(bytes, "application/octet-stream", Token))));
        artifacts.Distinct().Count().ShouldBe(1);
        (await Elsewhere().ReadBytesAsync(artifacts[0], Token)).ShouldBe(bytes);
        (await NamesAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Readers_are_not_disturbed_by_writers_of_the_same_content()
    {
        var bytes = Noise(20_000);
        var artifact = await Store.PutBytesAsync(bytes, "application/octet-stream", Token);
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var time = 0; time < 10; time++) await Store.PutBytesAsync(bytes, "application/octet-stream", Token);
        })).ToArray();
        var reads = 0;
        for (; reads < 20 || !writers.All(writer => writer.IsCompleted); reads++) (await Store.ReadBytesAsync(artifact, Token)).ShouldBe(bytes);
        await Task.WhenAll(writers);
        reads.ShouldBeGreaterThanOrEqualTo(20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_flipped_byte_is_detected_set_aside_and_healed_by_putting_again(int position)
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        await FlipAsync(artifact, position);
        var other = Elsewhere();
        var error = await Should.ThrowAsync<CorruptArtifactException>(() => other.OpenReadAsync(artifact, null, Token));
        error.Artifact.ShouldBe(artifact);
        error.Message.ShouldContain("computed again");
        (await NamesAsync()).ShouldHaveSingleItem().ShouldContain($"damaged/{artifact.Sha256}");
        (await other.ExistsAsync(artifact, Token)).ShouldBeFalse();
        await Should.ThrowAsync<MissingArtifactException>(() => other.OpenReadAsync(artifact, null, Token));
        await Should.ThrowAsync<MissingArtifactException>(() => other.LocalFileAsync(artifact, Token));
        await Store.PutTextAsync(Unique, "text/plain", Token);
        (await other.ReadTextAsync(artifact, Token)).ShouldBe(Unique);
    }

    [Fact]
    public async Task Verification_finds_a_flipped_byte_whatever_was_read_before()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        (await Store.ReadTextAsync(artifact, Token)).ShouldBe(Unique);
        await FlipAsync(artifact, 2);
        await Should.ThrowAsync<CorruptArtifactException>(() => Store.VerifyAsync(artifact, Token));
        await Should.ThrowAsync<MissingArtifactException>(() => Store.OpenReadAsync(artifact, null, Token));
    }

    [Fact]
    public async Task Readers_who_find_the_same_damage_all_hear_of_it()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        await FlipAsync(artifact, 3);
        var readers = Enumerable.Range(0, 4).Select(_ => Elsewhere())
            .Select(store => Should.ThrowAsync<UnreadableArtifactException>(() => store.OpenReadAsync(artifact, null, Token)));
        (await Task.WhenAll(readers)).ShouldContain(error => error is CorruptArtifactException);
        (await Store.ExistsAsync(artifact, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_truncated_blob_is_detected()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        await TruncateAsync(artifact, 5);
        (await Store.ExistsAsync(artifact, Token)).ShouldBeFalse();
        (await Should.ThrowAsync<CorruptArtifactException>(() => Store.VerifyAsync(artifact, Token))).Message.ShouldContain("5 bytes");
    }

    [Fact]
    public async Task A_truncated_blob_is_repaired_by_another_writer_of_the_same_content()
    {
        var artifact = await Store.PutTextAsync(Unique, "text/plain", Token);
        await TruncateAsync(artifact, 5);
        await Store.PutTextAsync(Unique, "text/plain", Token);
        (await Elsewhere().ReadTextAsync(artifact, Token)).ShouldBe(Unique);
    }

    [Fact]
    public async Task What_was_never_put_is_missing()
    {
        var absent = new ArtifactRef(new string('a', 64), 3, "text/plain");
        (await Store.ExistsAsync(absent, Token)).ShouldBeFalse();
        await Should.ThrowAsync<MissingArtifactException>(() => Store.OpenReadAsync(absent, null, Token));
        await Should.ThrowAsync<MissingArtifactException>(() => Store.VerifyAsync(absent, Token));
        (await Should.ThrowAsync<MissingArtifactException>(() => Store.LocalFileAsync(absent, Token))).Message.ShouldContain("aaaaaaaaaaaa");
    }

    [Fact]
    public async Task A_failing_source_leaves_nothing_behind()
    {
        var broken = new BrokenStream(new InvalidOperationException("source broke"));
        await Should.ThrowAsync<InvalidOperationException>(() => Store.PutAsync(broken, "text/plain", Token));
        (await NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_device_becomes_a_clear_error_and_leaves_nothing_behind()
    {
        var full = new IOException("No space left on device", 28);
        var error = await Should.ThrowAsync<StorageFullException>(() => Store.PutAsync(new BrokenStream(full), "text/plain", Token));
        error.Message.ShouldContain(AppContext.BaseDirectory);
        error.Message.ShouldContain("Free some space");
        (await NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_put_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Store.PutTextAsync(Unique, "text/plain", cancelled.Token));
        (await NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_copied_and_a_local_file_holds_the_content()
    {
        using var folder = new TemporaryFolder();
        var source = Path.Combine(folder.Path, "source.txt");
        await File.WriteAllTextAsync(source, "content", Token);
        var artifact = await Store.PutFileAsync(source, "text/plain", Token);
        File.Delete(source);
        (await File.ReadAllTextAsync(await Store.LocalFileAsync(artifact, Token), Token)).ShouldBe("content");
    }

    [Theory]
    [InlineData("text/plain\r\nx-ms-meta-owner: mallory")]
    [InlineData("../../../etc/passwd")]
    [InlineData("text/plain\0")]
    public async Task A_media_type_never_becomes_a_name_or_a_header(string mediaType)
    {
        var artifact = await Store.PutTextAsync(Unique, mediaType, Token);
        (await Elsewhere().ReadTextAsync(artifact, Token)).ShouldBe(Unique);
        (await NamesAsync()).ShouldBe([$"blobs/{artifact.Sha256[..2]}/{artifact.Sha256}"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8?comp=list")]
    [InlineData("%2e%2e%2f%2e%2e%2f4298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b78")]
    public void A_reference_that_is_no_hash_cannot_be_made_nor_read_from_json(string hash)
    {
        Should.Throw<ArgumentException>(() => new ArtifactRef(hash, 0, "text/plain"));
        var json = JsonSerializer.Serialize(new { Sha256 = hash, Length = 0, MediaType = "text/plain" });
        Should.Throw<ArgumentException>(() => JsonSerializer.Deserialize<ArtifactRef>(json));
    }

    [Fact]
    public async Task A_reference_survives_json()
    {
        var artifact = await Store.PutTextAsync("x", "text/plain", Token);
        JsonSerializer.Deserialize<ArtifactRef>(JsonSerializer.Serialize(artifact)).ShouldBe(artifact);
    }

    protected static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
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
