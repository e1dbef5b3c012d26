using Azure.Storage.Blobs;

namespace Foldline.Artifacts.Tests;

/// <summary>A container of its own on a service, and stores on it that share nothing but it.</summary>
internal sealed class BlobBench(AzuriteServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _stores;

    public string Container { get; } = $"t{Guid.NewGuid():N}";

    public BlobContainerClient Client { get; private set; } = null!;

    /// <summary>What was said at each wait.</summary>
    public NoticeList Notices { get; } = new();

    public AzureBlobArtifactStore Open(Func<AzureBlobOptions, AzureBlobOptions>? change = null, TimeProvider? time = null) =>
        Open($"{server.ConnectionString}Container={Container}", change, time);

    public AzureBlobArtifactStore Open(string address, Func<AzureBlobOptions, AzureBlobOptions>? change = null, TimeProvider? time = null)
    {
        Client ??= new BlobContainerClient(server.ConnectionString, Container);
        var options = new AzureBlobOptions(Path.Combine(_folder.Path, $"{Interlocked.Increment(ref _stores)}")) { BlockBytes = 64 << 10, Notices = Notices };
        return new AzureBlobArtifactStore(AzureBlobAddress.Parse(address), change?.Invoke(options) ?? options, time ?? TimeProvider.System);
    }

    public BlobClient BlobOf(ArtifactRef artifact) => Client.GetBlobClient($"blobs/{artifact.Sha256[..2]}/{artifact.Sha256}");

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        if (!await Client.ExistsAsync(cancellationToken)) return names;
        await foreach (var blob in Client.GetBlobsAsync(cancellationToken: cancellationToken)) names.Add(blob.Name);
        return names;
    }

    /// <summary>Flips a bit where the service keeps the bytes on its disk; <paramref name="content"/> must be found there once.</summary>
    public async Task FlipAsync(ReadOnlyMemory<byte> content, long position, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(server.Folder, "__blobstorage__")))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes, cancellationToken);
            var found = bytes.AsSpan().IndexOf(content.Span);
            if (found < 0) continue;
            file.Position = found + position;
            file.WriteByte((byte)(bytes[found + position] ^ 1));
            return;
        }
        throw new InvalidOperationException("The service keeps the content nowhere on its disk.");
    }

    public void Dispose() => _folder.Dispose();
}
