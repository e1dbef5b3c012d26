using System.IO.Compression;
using System.Security.Cryptography;

namespace Foldline.Search;

/// <summary>
/// The sequence database that comes with the program (msa/Search/Data/README.md): real, small, enough for a first look. It is stored compressed and unpacked once
/// into a cache folder, because HMMER needs a file it can rewind.
/// </summary>
public static class BundledDatabase
{
    /// <summary>The name in messages, manifests and cache keys.</summary>
    public const string Name = "bundled";

    /// <summary>The number of sequences.</summary>
    public const int Sequences = 38_540;

    /// <summary>SHA-256 of the unpacked file.</summary>
    public const string Sha256 = "5354af00998950e294fbf712329247a083bef551044c95f70d79eeb908c5f981";

    private const long Bytes = 6_057_071;

    /// <summary>The database, unpacked into a folder; an unpacked copy with the right hash is used as it is, anything else is replaced.</summary>
    /// <param name="cacheFolder">Where the file may stay (6 MB).</param>
    /// <param name="cancellationToken">Stops the unpacking; no half file is left under the final name.</param>
    /// <exception cref="SearchException">The folder cannot be written.</exception>
    public static async Task<SequenceDatabase> UnpackAsync(string cacheFolder, CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(Path.GetFullPath(cacheFolder), $"bundled-{Sha256[..12]}.fasta");
        try
        {
            if (!await IsIntactAsync(path, cancellationToken).ConfigureAwait(false)) await UnpackToAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SearchException(SearchFaultKind.Resource, $"The bundled database cannot be unpacked to {path}: {fault.Message} Choose a folder that can be written.", fault)
            {
                Database = Name,
            };
        }
        return new SequenceDatabase { Name = Name, Path = path, Roles = DatabaseRoles.Both, RowCap = 10_000 };
    }

    private static async Task<bool> IsIntactAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != Bytes) return false;
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false)) == Sha256;
    }

    private static async Task UnpackToAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var packed = typeof(BundledDatabase).Assembly.GetManifestResourceStream("bundled.fasta.gz")!)
            await using (var text = new GZipStream(packed, CompressionMode.Decompress))
            await using (var file = File.Create(partial))
                await text.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
        if (!await IsIntactAsync(path, cancellationToken).ConfigureAwait(false))
            throw new IOException("the unpacked file does not have the hash it should have.");
    }
}
