using System.Text.Json;
using Foldline.Artifacts;
using Foldline.Training.Sampling;

namespace Foldline.Cli.Running;

/// <summary>Keeps rows of training structures in the artifact store, with a small file for each key that names the artifact.</summary>
/// <param name="artifacts">The store.</param>
/// <param name="folder">Where the small files lie.</param>
public sealed class ArtifactRowCache(IArtifactStore artifacts, string folder) : IRowCache
{
    private const string MediaType = "application/json";

    /// <inheritdoc/>
    public byte[]? Find(string key)
    {
        var path = Path.Combine(folder, key);
        if (!File.Exists(path)) return null;
        try
        {
            var reference = JsonSerializer.Deserialize<ArtifactRef>(File.ReadAllBytes(path))!;
            using var content = artifacts.OpenReadAsync(reference).GetAwaiter().GetResult();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            return copy.ToArray();
        }
        catch (Exception fault) when (fault is MissingArtifactException or CorruptArtifactException or JsonException)
        {
            return null;                                          // it is listed anew and kept again
        }
    }

    /// <inheritdoc/>
    public void Keep(string key, byte[] content)
    {
        Directory.CreateDirectory(folder);
        using var stream = new MemoryStream(content);
        var reference = artifacts.PutAsync(stream, MediaType).GetAwaiter().GetResult();
        var partial = Path.Combine(folder, $".{key}.{Environment.ProcessId}");
        File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(reference));
        File.Move(partial, Path.Combine(folder, key), overwrite: true);
    }
}
