using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Foldline.Artifacts;

/// <summary>
/// Artifacts in one container of Azure Blob Storage: <c>blobs/ab/abcd…</c> by hash, <c>damaged/</c> for what failed its checksum. Content passes through a
/// bounded local
/// folder in both directions: there it gets its hash before it is sent, and there it is compared with its hash before the first byte is served. A name in
/// the container is
/// filled once, whole, on condition that it is free. Any number of machines may share the container.
/// </summary>
public sealed class AzureBlobArtifactStore : IArtifactStore, IArtifactInventory
{
    // What is younger than this is not made younger by another put: a request each would cost more than it gives.
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);
    private readonly TimeProvider _time;
    private readonly AzureBlobAddress _address;
    private readonly AzureBlobOptions _options;
    private readonly BlobContainerClient _container;
    private readonly BlobCalls _calls;
    private readonly BlockUpload _upload;
    private readonly ArtifactCache _cache;
    private readonly SemaphoreSlim[] _downloads = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Prepares the local folder; the service is contacted at first use, and a container that does not exist is created at the first put.</summary>
    /// <param name="address">Container, account and right.</param>
    /// <param name="options">Local cache, block sizes and patience.</param>
    /// <param name="time">The clock that retries and the cache go by.</param>
    public AzureBlobArtifactStore(AzureBlobAddress address, AzureBlobOptions options, TimeProvider time)
        : this(address, options, time, address.Connect)
    {
    }

    internal AzureBlobArtifactStore(AzureBlobAddress address, AzureBlobOptions options, TimeProvider time, Func<BlobClientOptions, BlobContainerClient> connect)
    {
        (_address, _options, _time) = (address, options, time);
        // The library's own repetitions are off: two layers would multiply the waits.
        _container = connect(new BlobClientOptions { Retry = { MaxRetries = 0, Mode = RetryMode.Fixed, NetworkTimeout = options.AnswerTimeout } });
        _calls = new BlobCalls(address, options, time);
        _upload = new BlockUpload(_container, _calls, options);
        _cache = new ArtifactCache(options, time);
    }

    /// <inheritdoc/>
    /// <exception cref="BlobUnavailableException">The service did not answer for as long as the options allow.</exception>
    /// <exception cref="BlobRefusedException">The service said no.</exception>
    public async Task<ArtifactRef> PutAsync(Stream content, string mediaType, CancellationToken cancellationToken = default)
    {
        var artifact = await _cache.AddAsync(content, mediaType, cancellationToken);
        // A small artifact is sent at once and may be turned away; a big one first asks whether it is needed.
        if (artifact.Length > _options.BlockBytes && await HasAsync(artifact, cancellationToken)) return artifact;
        var path = await _cache.PathAsync(artifact, cancellationToken)
                   ?? throw new IOException(
                       $"Artifact {artifact} vanished from {_options.CacheFolder} before it was sent; nothing may delete from that folder while processes run.");
        for (var round = 0; round < 3; round++)
        {
            if (await SendAsync(artifact, path, cancellationToken) || await HasAsync(artifact, cancellationToken)) return artifact;
            // The name was taken by content of another length, which is set aside by now.
        }
        throw new IOException($"Artifact {artifact} could not be put into {_address}: its name was taken and freed again three times. Try again.");
    }

    /// <inheritdoc/>
    /// <exception cref="BlobUnavailableException">The service did not answer for as long as the options allow.</exception>
    /// <exception cref="BlobRefusedException">The service said no.</exception>
    public async Task<ArtifactRef> PutFileAsync(string path, string mediaType, CancellationToken cancellationToken = default)
    {
        await using var source = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return await PutAsync(source, mediaType, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A range of content that is not in the cache fetches the whole once: no part can be compared with the hash of the whole.</remarks>
    public async Task<Stream> OpenReadAsync(ArtifactRef artifact, ArtifactRange? range = null, CancellationToken cancellationToken = default)
    {
        range?.Within(artifact.Length);
        return await FromCacheAsync(artifact, () => _cache.OpenAsync(artifact, range, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<string> LocalFileAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        FromCacheAsync(artifact, () => _cache.PathAsync(artifact, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        await PropertiesAsync(artifact, cancellationToken) is { } stored && stored.ContentLength == artifact.Length;

    /// <inheritdoc/>
    public Task VerifyAsync(ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        ReadAsync(artifact, stream => stream.CopyToAsync(Stream.Null, 1 << 17, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredArtifact> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? from = "", next; from is not null; from = next)
        {
            var place = from;
            var page = await _calls.RunAsync(token => PageAsync(place, token), cancellationToken);
            foreach (var blob in page?.Values ?? [])
                if (blob.Name[(blob.Name.LastIndexOf('/') + 1)..] is var name && ArtifactRef.IsHash(name) && blob.Properties is { LastModified: { } at, ETag: { } tag })
                    yield return new StoredArtifact(name, blob.Properties.ContentLength ?? 0, at, tag.ToString());
            next = page?.ContinuationToken is { Length: > 0 } more ? more : null;
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(StoredArtifact artifact, CancellationToken cancellationToken = default)
    {
        var same = new BlobRequestConditions { IfMatch = new ETag(artifact.Mark) };
        try
        {
            await _calls.RunAsync(token => _container.GetBlobClient(NameOf(artifact.Sha256)).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, same, token), cancellationToken);
            return true;
        }
        catch (BlobRefusedException gone) when (gone.Status is 404 or 412)
        {
            return gone.Status == 404;
        }
    }

    /// <inheritdoc/>
    public Task TouchAsync(string sha256, CancellationToken cancellationToken = default) => RenewAsync(sha256, cancellationToken);

    private async Task<Page<BlobItem>?> PageAsync(string from, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, "blobs/", cancellationToken).AsPages(from.Length == 0 ? null : from)) return page;
        }
        catch (RequestFailedException absent) when (absent.ErrorCode == "ContainerNotFound")
        {
            // Nothing was put yet.
        }
        return null;
    }

    private static string NameOf(ArtifactRef artifact) => NameOf(artifact.Sha256);

    private static string NameOf(string sha256) => $"blobs/{sha256[..2]}/{sha256}";

    private BlobClient BlobOf(ArtifactRef artifact) => _container.GetBlobClient(NameOf(artifact));

    private async Task<T> FromCacheAsync<T>(ArtifactRef artifact, Func<Task<T?>> open, CancellationToken cancellationToken) where T : class
    {
        if (await open() is { } held) return held;
        var turn = _downloads[Convert.ToInt32(artifact.Sha256[..2], 16) % _downloads.Length];
        await turn.WaitAsync(cancellationToken);                                  // whoever asks for the same waits for one download
        try
        {
            for (var round = 0; round < 3; round++)
            {
                if (await open() is { } fetched) return fetched;
                await ReadAsync(artifact, stream => _cache.AddAsync(stream, artifact.MediaType, cancellationToken), cancellationToken);
            }
            return await open() ?? throw new IOException(
                $"Artifact {artifact} vanished from {_options.CacheFolder} each time it was fetched. " +
                "Nothing may delete from that folder while processes run; check that its disk keeps what is written.");
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Reads the blob once, twice where the first look says it is damaged: the connection may have been at fault. What is damaged both times is set aside.
    /// </summary>
    private async Task ReadAsync(ArtifactRef artifact, Func<Stream, Task> into, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var stored = await PropertiesAsync(artifact, cancellationToken) ?? throw new MissingArtifactException(artifact, _address.ToString());
            string found;
            try
            {
                if (stored.ContentLength == artifact.Length)
                {
                    await using var stream = new BlockDownload(BlobOf(artifact), _calls, _options, artifact, stored.ETag, cancellationToken);
                    await into(stream);
                    return;
                }
                found = $"{stored.ContentLength} bytes are stored";
            }
            catch (DamagedDownloadException damage)
            {
                found = damage.Message;
            }
            catch (BlobRefusedException replaced) when (replaced.Status is 404 or 412)
            {
                continue;                                                         // somebody set it aside or put it again; the next look tells
            }
            if (look == 1) continue;
            _cache.Forget(artifact);
            throw new CorruptArtifactException(artifact, found, await SetAsideAsync(artifact, stored, cancellationToken));
        }
    }

    /// <summary>Copies the damaged blob for inspection and frees its name, unless somebody has replaced it since.</summary>
    private async Task<string> SetAsideAsync(ArtifactRef artifact, BlobProperties stored, CancellationToken cancellationToken)
    {
        var (blob, same) = (BlobOf(artifact), new BlobRequestConditions { IfMatch = stored.ETag });
        var aside = $"damaged/{artifact.Sha256}-{Guid.NewGuid():N}";
        try
        {
            await _calls.RunAsync(async token =>
            {
                using var damaged = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Conditions = same }, token)).Value;
                var block = _options.BlockBytes;
                var sizes = new StorageTransferOptions { InitialTransferSize = block, MaximumTransferSize = block, MaximumConcurrency = 1 };
                return await _container.GetBlobClient(aside).UploadAsync(damaged.Content, new BlobUploadOptions { TransferOptions = sizes }, token);
            }, cancellationToken);
            await _calls.RunAsync(token => blob.DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, same, token), cancellationToken);
        }
        catch (BlobRefusedException gone) when (gone.Status is 404 or 412)
        {
            // Another reader found the damage first, or another writer repaired it.
        }
        return $"{aside} in {_address}";
    }

    /// <summary>Whether the container holds the artifact; content of another length under its name is set aside.</summary>
    private async Task<bool> HasAsync(ArtifactRef artifact, CancellationToken cancellationToken)
    {
        if (await PropertiesAsync(artifact, cancellationToken) is not { } stored) return false;
        if (stored.ContentLength == artifact.Length) return _time.GetUtcNow() - stored.LastModified < Young || await RenewAsync(artifact.Sha256, cancellationToken);
        await SetAsideAsync(artifact, stored, cancellationToken);
        return false;
    }

    /// <summary>Makes a blob young; <c>false</c> where there is none.</summary>
    private async Task<bool> RenewAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            var again = new Dictionary<string, string> { ["put"] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) };
            await _calls.RunAsync(token => _container.GetBlobClient(NameOf(sha256)).SetMetadataAsync(again, cancellationToken: token), cancellationToken);
            return true;
        }
        catch (BlobRefusedException absent) when (absent.Status == 404)
        {
            return false;
        }
    }

    private async Task<bool> SendAsync(ArtifactRef artifact, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _upload.SendAsync(NameOf(artifact), path, artifact, cancellationToken);
        }
        catch (BlobRefusedException absent) when (absent.Code == "ContainerNotFound")
        {
            await CreateContainerAsync(absent, cancellationToken);
            return await _upload.SendAsync(NameOf(artifact), path, artifact, cancellationToken);
        }
    }

    private async Task CreateContainerAsync(BlobRefusedException absent, CancellationToken cancellationToken)
    {
        try
        {
            await _calls.RunAsync(token => _container.CreateAsync(PublicAccessType.None, cancellationToken: token), cancellationToken);
        }
        catch (BlobRefusedException refused) when (refused.Status is 401 or 403)
        {
            throw absent;                                                         // says how to create it
        }
        catch (BlobRefusedException created) when (created.Code == "ContainerAlreadyExists")
        {
            // Another process was faster.
        }
    }

    private async Task<BlobProperties?> PropertiesAsync(ArtifactRef artifact, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.RunAsync(async token => (await BlobOf(artifact).GetPropertiesAsync(cancellationToken: token)).Value, cancellationToken);
        }
        catch (BlobRefusedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }
}
