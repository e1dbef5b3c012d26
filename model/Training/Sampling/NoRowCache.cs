namespace Foldline.Training.Sampling;

/// <summary>Keeps nothing.</summary>
public sealed class NoRowCache : IRowCache
{
    /// <inheritdoc/>
    public byte[]? Find(string key) => null;

    /// <inheritdoc/>
    public void Keep(string key, byte[] content) { }
}
