namespace Foldline.Artifacts;

/// <summary>
/// Keeps artifacts by content. A put either leaves the whole, verified content under its hash or nothing; a read serves verified content or throws.
/// Putting content that is there already is cheap to repeat and safe from many writers at once.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Stores what <paramref name="content"/> still holds, streaming, and returns its name.</summary>
    /// <exception cref="StorageFullException">There is no room; nothing was stored.</exception>
    Task<ArtifactRef> PutAsync(Stream content, string mediaType, CancellationToken cancellationToken = default);

    /// <summary>Stores a copy of a file; the file itself stays where it is.</summary>
    /// <exception cref="StorageFullException">There is no room; nothing was stored.</exception>
    Task<ArtifactRef> PutFileAsync(string path, string mediaType, CancellationToken cancellationToken = default);

    /// <summary>Opens the verified content, or a range of it, for reading.</summary>
    /// <exception cref="MissingArtifactException">The store does not hold it.</exception>
    /// <exception cref="CorruptArtifactException">The stored bytes no longer match the hash; they have been set aside.</exception>
    Task<Stream> OpenReadAsync(ArtifactRef artifact, ArtifactRange? range = null, CancellationToken cancellationToken = default);

    /// <summary>A local file with the verified content, for programs and memory maps; it must not be written to.</summary>
    /// <exception cref="MissingArtifactException">The store does not hold it.</exception>
    /// <exception cref="CorruptArtifactException">The stored bytes no longer match the hash; they have been set aside.</exception>
    Task<string> LocalFileAsync(ArtifactRef artifact, CancellationToken cancellationToken = default);

    /// <summary>Whether the store holds the artifact; it looks at the name and length only, not at every byte.</summary>
    Task<bool> ExistsAsync(ArtifactRef artifact, CancellationToken cancellationToken = default);

    /// <summary>Reads every byte again, whatever was verified before.</summary>
    /// <exception cref="MissingArtifactException">The store does not hold it.</exception>
    /// <exception cref="CorruptArtifactException">The stored bytes no longer match the hash; they have been set aside.</exception>
    Task VerifyAsync(ArtifactRef artifact, CancellationToken cancellationToken = default);
}
