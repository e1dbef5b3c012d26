namespace Foldline.Artifacts.Tests;

public sealed class FolderArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderArtifactStore _store;

    public FolderArtifactStoreTests() => _store = new FolderArtifactStore(_folder.Path);

    protected override IArtifactStore Store => _store;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_damaged_blob_is_repaired_by_another_writer_of_the_same_content()
    {
        var artifact = await Store.PutTextAsync("abcdefghij", "text/plain", Token);
        await FlipAsync(artifact, 1);
        await Store.PutTextAsync("abcdefghij", "text/plain", Token);
        (await Store.ReadTextAsync(artifact, Token)).ShouldBe("abcdefghij");
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

    protected override IArtifactStore Elsewhere() => new FolderArtifactStore(_folder.Path);

    protected override Task FlipAsync(ArtifactRef artifact, long position)
    {
        using var file = new FileStream(BlobOf(artifact), FileMode.Open, FileAccess.ReadWrite);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 1));
        return Task.CompletedTask;
    }

    protected override Task TruncateAsync(ArtifactRef artifact, int length)
    {
        using var file = new FileStream(BlobOf(artifact), FileMode.Open);
        file.SetLength(length);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<string>> NamesAsync() => Task.FromResult<IReadOnlyList<string>>(
        [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/'))]);

    private string BlobOf(ArtifactRef artifact) => Path.Combine(_folder.Path, "blobs", artifact.Sha256[..2], artifact.Sha256);
}
