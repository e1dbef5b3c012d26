using System.Globalization;
using System.Security.Cryptography;

namespace Foldline.Search;

/// <summary>
/// Which content a database file has, told cheaply: files up to <see cref="WholeLimit"/> are hashed whole; of larger ones 64 samples spread evenly are hashed
/// (16 MiB read for any size), and size and modification time stand in for the rest.
/// </summary>
/// <param name="Bytes">The file's size.</param>
/// <param name="Modified">When the file was last written.</param>
/// <param name="ContentHash">SHA-256 of the content, or of the samples, in lower-case hex.</param>
/// <param name="IsWhole">Whether every byte was hashed.</param>
public sealed record DatabaseFingerprint(long Bytes, DateTimeOffset Modified, string ContentHash, bool IsWhole)
{
    /// <summary>The largest file hashed whole: 256 MiB.</summary>
    public const long WholeLimit = 256L << 20;

    private const int Samples = 64;
    private const int SampleBytes = 256 << 10;

    /// <summary>A short text that changes when the content does. The time counts only where the hash leaves gaps, so copies of small files agree.</summary>
    public string Key => IsWhole
        ? $"sha256:{ContentHash}"
        : string.Create(CultureInfo.InvariantCulture, $"sampled:{ContentHash}:{Bytes}:{Modified.ToUnixTimeSeconds()}");

    /// <summary>Reads a file's fingerprint.</summary>
    public static Task<DatabaseFingerprint> ComputeAsync(string path, CancellationToken cancellationToken = default) => ComputeAsync(path, WholeLimit, cancellationToken);

    internal static async Task<DatabaseFingerprint> ComputeAsync(string path, long wholeLimit, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        if (file.Length <= wholeLimit)
        {
            var whole = await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false);
            return new DatabaseFingerprint(file.Length, modified, Convert.ToHexStringLower(whole), IsWhole: true);
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[SampleBytes];
        for (var sample = 0; sample < Samples; sample++)
        {
            // The first sample is the file's head and the last its tail.
            file.Position = (long)((Math.Max(0, file.Length - SampleBytes)) * (sample / (double)(Samples - 1)));
            var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            hash.AppendData(buffer, 0, read);
        }
        return new DatabaseFingerprint(file.Length, modified, Convert.ToHexStringLower(hash.GetHashAndReset()), IsWhole: false);
    }
}
