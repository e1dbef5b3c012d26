using System.Text;
using System.Text.Json;

namespace Foldline.Artifacts;

/// <summary>Small artifacts in one call: bytes, text and JSON.</summary>
public static class ArtifactStoreExtensions
{
    /// <summary>Stores bytes.</summary>
    public static async Task<ArtifactRef> PutBytesAsync(this IArtifactStore store, ReadOnlyMemory<byte> content, string mediaType,
        CancellationToken cancellationToken = default)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await store.PutAsync(stream, mediaType, cancellationToken);
    }

    /// <summary>Stores text as UTF-8 without a byte order mark.</summary>
    public static Task<ArtifactRef> PutTextAsync(this IArtifactStore store, string text, string mediaType, CancellationToken cancellationToken = default) =>
        store.PutBytesAsync(Encoding.UTF8.GetBytes(text), mediaType, cancellationToken);

    /// <summary>Stores a value as JSON.</summary>
    public static Task<ArtifactRef> PutJsonAsync<T>(this IArtifactStore store, T value, JsonSerializerOptions? options = null,
        CancellationToken cancellationToken = default) =>
        store.PutBytesAsync(JsonSerializer.SerializeToUtf8Bytes(value, options), "application/json", cancellationToken);

    /// <summary>Reads a whole artifact into memory.</summary>
    public static async Task<byte[]> ReadBytesAsync(this IArtifactStore store, ArtifactRef artifact, CancellationToken cancellationToken = default)
    {
        await using var stream = await store.OpenReadAsync(artifact, null, cancellationToken);
        var bytes = new byte[artifact.Length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Reads a whole artifact as UTF-8 text.</summary>
    public static async Task<string> ReadTextAsync(this IArtifactStore store, ArtifactRef artifact, CancellationToken cancellationToken = default) =>
        Encoding.UTF8.GetString(await store.ReadBytesAsync(artifact, cancellationToken));

    /// <summary>Reads a JSON artifact.</summary>
    /// <exception cref="InvalidDataException">The artifact holds JSON <c>null</c>.</exception>
    public static async Task<T> ReadJsonAsync<T>(this IArtifactStore store, ArtifactRef artifact, JsonSerializerOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        await using var stream = await store.OpenReadAsync(artifact, null, cancellationToken);
        return await JsonSerializer.DeserializeAsync<T>(stream, options, cancellationToken)
               ?? throw new InvalidDataException($"Artifact {artifact} holds null where a {typeof(T).Name} is expected.");
    }
}
