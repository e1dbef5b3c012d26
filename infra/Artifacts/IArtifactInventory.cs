namespace Foldline.Artifacts;

/// <summary>
/// What lies in a store, for whoever clears it of what nobody refers to. Putting content that is there already makes it as young as new: who has put something has time to
/// write down that he refers to it.
/// </summary>
public interface IArtifactInventory
{
    /// <summary>All that lies there under a hash, in no order.</summary>
    IAsyncEnumerable<StoredArtifact> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes an artifact, unless it was put again since it was listed.</summary>
    /// <returns>Whether it is gone.</returns>
    Task<bool> RemoveAsync(StoredArtifact artifact, CancellationToken cancellationToken = default);

    /// <summary>Makes an artifact as young as if it were put now; nothing where there is none.</summary>
    /// <param name="sha256">Its hash.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task TouchAsync(string sha256, CancellationToken cancellationToken = default);
}
