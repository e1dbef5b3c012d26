using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Foldline.Artifacts;

/// <summary>
/// Artifacts in a local folder: <c>blobs/ab/abcd…</c> by hash, <c>tmp/</c> for what is being written, <c>damaged/</c> for what failed its checksum.
/// A put writes a temporary file, flushes it to the device, reads it back against the hash and renames it: a name under <c>blobs</c> is whole content.
/// Several processes may share the folder.
/// </summary>
public sealed class FolderArtifactStore : IArtifactStore, IArtifactInventory
{
    /// <summary>
    /// Artifacts up to this size are hashed at every opening; larger ones once per process, and again when the file's time or length changes.
    /// </summary>
    private const long AlwaysHashedBytes = 64L << 20;
    private const int BufferBytes = 1 << 17;
    private readonly string _blobs, _temporary, _damaged;
    private readonly ConcurrentDictionary<string, (long Length, DateTime Written)> _verified = new(StringComparer.Ordinal);
    private long _counter;

    /// <summary>Opens or creates the store and removes what crashed writers left behind.</summary>
    /// <param name="root">The folder; created where absent.</param>
    public FolderArtifactStore(string root)
    {
        Root = Path.GetFullPath(root);
        _blobs = Directory.CreateDirectory(Path.Combine(Root, "blobs")).FullName;
        _temporary = Directory.CreateDirectory(Path.Combine(Root, "tmp")).FullName;
        _damaged = Path.Combine(Root, "damaged");
        RemoveAbandoned();
    }

    /// <summary>The folder everything lies in.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public async Task<ArtifactRef> PutAsync(Stream content, string mediaType, CancellationToken cancellationToken = default)
    {
        var path = TemporaryPath();
        try
        {
            // The open handle holds a lock that tells other processes' clean-up that this file is in use; a shared one, since readers may find the file
            // under its name before it is closed.
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            var artifact = await WriteAsync(content, file, mediaType, cancellationToken);
            file.Flush(flushToDisk: true);
            await ReadBackAsync(file, artifact, cancellationToken);
            Commit(path, artifact);
            return artifact;
        }
        catch (IOException error) when (StorageFullException.Means(error))
        {
            throw new StorageFullException(Root, error);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public async Task<ArtifactRef> PutFileAsync(string path, string mediaType, CancellationToken cancellationToken = default)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await PutAsync(source, mediaType, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(ArtifactRef artifact, ArtifactRange? range = null, CancellationToken cancellationToken = default)
    {
        var file = await OpenVerifiedAsync(artifact, again: false, cancellationToken);
        try
        {
            if (range is not { } part) return file;
            var length = part.Within(artifact.Length);
            file.Position = part.Offset;
            return new RangeStream(file, length);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<string> LocalFileAsync(ArtifactRef artifact, CancellationToken cancellationToken = default)
    {
        await using var file = await OpenVerifiedAsync(artifact, again: false, cancellationToken);
        return PathOf(artifact);
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellationToken = default)
    {
        var file = new FileInfo(PathOf(artifact));
        return Task.FromResult(file.Exists && file.Length == artifact.Length);
    }

    /// <inheritdoc/>
    public async Task VerifyAsync(ArtifactRef artifact, CancellationToken cancellationToken = default)
    {
        await using var file = await OpenVerifiedAsync(artifact, again: true, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredArtifact> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (var file in new DirectoryInfo(_blobs).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ArtifactRef.IsHash(file.Name) && Listed(file.FullName) is { } stored) yield return stored;
        }
    }

    /// <inheritdoc/>
    /// <remarks>It is taken aside before it is looked at again: a writer that was faster finds its name free or gets its file back.</remarks>
    public Task<bool> RemoveAsync(StoredArtifact artifact, CancellationToken cancellationToken = default)
    {
        var path = PathOf(artifact.Sha256);
        var aside = TemporaryPath();
        if (Listed(path)?.Mark != artifact.Mark) return Task.FromResult(false);
        try
        {
            File.Move(path, aside);
        }
        catch (FileNotFoundException)
        {
            return Task.FromResult(true);
        }
        _verified.TryRemove(artifact.Sha256, out _);
        if (Listed(aside)?.Mark == artifact.Mark)
        {
            File.Delete(aside);
            return Task.FromResult(true);
        }
        File.Move(aside, path, overwrite: true);                                  // the same content, whoever has put it meanwhile
        return Task.FromResult(false);
    }

    /// <inheritdoc/>
    public Task TouchAsync(string sha256, CancellationToken cancellationToken = default)
    {
        var path = PathOf(sha256);
        try
        {
            if (File.Exists(path)) File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // Gone a moment ago.
        }
        return Task.CompletedTask;
    }

    private static StoredArtifact? Listed(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new StoredArtifact(file.Name, file.Length, file.LastWriteTimeUtc, file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture)) : null;
    }

    private string TemporaryPath() => Path.Combine(_temporary, $"{Environment.ProcessId}-{Guid.NewGuid():N}-{Interlocked.Increment(ref _counter)}");

    private string PathOf(string sha256) => Path.Combine(_blobs, sha256[..2], sha256);

    private string PathOf(ArtifactRef artifact) => PathOf(artifact.Sha256);

    private static async Task<ArtifactRef> WriteAsync(Stream content, FileStream file, string mediaType, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long length = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; length += read)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return new ArtifactRef(Convert.ToHexStringLower(hash.GetHashAndReset()), length, mediaType);
    }

    private async Task ReadBackAsync(FileStream file, ArtifactRef artifact, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        if (hash != artifact.Sha256)
            throw new IOException(
                $"The device under {Root} did not keep what was written: {artifact} came back as {hash[..12]}. Check the device; nothing was stored.");
    }

    private void Commit(string path, ArtifactRef artifact)
    {
        var target = PathOf(artifact);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);                                 // the same content, so replacing is repairing
        _verified[artifact.Sha256] = Stamp(target);
    }

    private async Task<FileStream> OpenVerifiedAsync(ArtifactRef artifact, bool again, CancellationToken cancellationToken)
    {
        var path = PathOf(artifact);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MissingArtifactException(artifact, Root);
        }
        try
        {
            var stamp = Stamp(path);
            if (!again && stamp.Length == artifact.Length && stamp.Length > AlwaysHashedBytes && _verified.TryGetValue(artifact.Sha256, out var known)
                && known == stamp) return file;
            var found = file.Length != artifact.Length
                ? $"{file.Length} bytes are stored"
                : Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) is var hash && hash != artifact.Sha256
                    ? $"its content hashes to {hash[..12]}" : null;
            if (found is not null) throw new CorruptArtifactException(artifact, found, SetAside(path, artifact));
            _verified[artifact.Sha256] = stamp;
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private string SetAside(string path, ArtifactRef artifact)
    {
        _verified.TryRemove(artifact.Sha256, out _);
        var aside = Path.Combine(Directory.CreateDirectory(_damaged).FullName, $"{artifact.Sha256}-{Guid.NewGuid():N}");
        try
        {
            File.Move(path, aside);
        }
        catch (FileNotFoundException)
        {
            // Another reader found the damage first and moved it.
        }
        return aside;
    }

    private static (long Length, DateTime Written) Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
    }

    private void RemoveAbandoned()
    {
        foreach (var path in Directory.EnumerateFiles(_temporary))
        {
            try
            {
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) File.Delete(path);
            }
            catch (IOException)
            {
                // A living writer holds it.
            }
        }
    }
}
