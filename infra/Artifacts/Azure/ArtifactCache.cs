namespace Foldline.Artifacts;

/// <summary>
/// A local folder of verified content with a bound. It is a <see cref="FolderArtifactStore"/>, so each opening checks the hash; what was unused longest
/// goes when there is too much, except
/// what was used within the grace time, since somebody may hold its path.
/// </summary>
internal sealed class ArtifactCache
{
    private readonly AzureBlobOptions _options;
    private readonly TimeProvider _time;
    private readonly FolderArtifactStore _files;
    private readonly string _blobs;
    private readonly Lock _sweeping = new();
    private long _bytes, _sweepAt;

    public ArtifactCache(AzureBlobOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _files = new FolderArtifactStore(options.CacheFolder);
        _blobs = Path.Combine(_files.Root, "blobs");
        _sweepAt = options.CacheBytes;
        _bytes = Contents().Sum(file => file.Length);
        SweepIfFull();
    }

    /// <summary>Stores what arrives; a stream that fails leaves nothing.</summary>
    public async Task<ArtifactRef> AddAsync(Stream content, string mediaType, CancellationToken cancellationToken)
    {
        var artifact = await _files.PutAsync(content, mediaType, cancellationToken);
        Touch(PathOf(artifact));
        Interlocked.Add(ref _bytes, artifact.Length);
        SweepIfFull();
        return artifact;
    }

    /// <summary>The verified content, or <c>null</c> where the cache does not hold it.</summary>
    public async Task<Stream?> OpenAsync(ArtifactRef artifact, ArtifactRange? range, CancellationToken cancellationToken) =>
        await HeldAsync(artifact, async () =>
        {
            var stream = await _files.OpenReadAsync(artifact, range, cancellationToken);
            Touch(PathOf(artifact));
            return stream;
        });

    /// <summary>The path of the verified content, or <c>null</c> where the cache does not hold it.</summary>
    public async Task<string?> PathAsync(ArtifactRef artifact, CancellationToken cancellationToken) =>
        await HeldAsync(artifact, async () =>
        {
            var path = await _files.LocalFileAsync(artifact, cancellationToken);
            Touch(path);
            return path;
        });

    /// <summary>Removes content that its store no longer vouches for.</summary>
    public void Forget(ArtifactRef artifact)
    {
        if (File.Exists(PathOf(artifact))) File.Delete(PathOf(artifact));
    }

    private async Task<T?> HeldAsync<T>(ArtifactRef artifact, Func<Task<T>> open) where T : class
    {
        try
        {
            return File.Exists(PathOf(artifact)) ? await open() : null;
        }
        catch (MissingArtifactException)
        {
            return null;
        }
        catch (CorruptArtifactException)
        {
            RemoveDamaged();                                                      // a copy; the store itself still has the truth
            return null;
        }
    }

    private string PathOf(ArtifactRef artifact) => Path.Combine(_blobs, artifact.Sha256[..2], artifact.Sha256);

    private void Touch(string path)
    {
        try
        {
            File.SetLastAccessTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // Another process removed it; an open stream keeps its content.
        }
    }

    private IEnumerable<(string Path, long Length, DateTime Used)> Contents()
    {
        foreach (var file in new DirectoryInfo(_blobs).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            (string, long, DateTime) entry;
            try
            {
                entry = (file.FullName, file.Length, file.LastAccessTimeUtc);
            }
            catch (FileNotFoundException)
            {
                continue;                                                         // another process removed it
            }
            yield return entry;
        }
    }

    private void SweepIfFull()
    {
        if (Interlocked.Read(ref _bytes) <= Interlocked.Read(ref _sweepAt)) return;
        lock (_sweeping)
        {
            if (_bytes <= _sweepAt) return;
            var files = Contents().OrderBy(file => file.Used).ToList();
            var (held, spared) = (files.Sum(file => file.Length), _time.GetUtcNow().UtcDateTime - _options.CacheGrace);
            foreach (var file in files.TakeWhile(file => file.Used < spared))
            {
                if (held <= _options.CacheBytes * 9 / 10) break;
                held -= file.Length;
                File.Delete(file.Path);
            }
            // Where all is in use, the next look comes after another twentieth has arrived, not at every artifact.
            Interlocked.Exchange(ref _bytes, held);
            Interlocked.Exchange(ref _sweepAt, Math.Max(_options.CacheBytes, held + _options.CacheBytes / 20));
        }
    }

    private void RemoveDamaged()
    {
        var folder = new DirectoryInfo(Path.Combine(_files.Root, "damaged"));
        if (!folder.Exists) return;
        foreach (var file in folder.EnumerateFiles()) file.Delete();
    }
}
