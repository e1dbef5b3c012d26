using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Foldline.Search;

/// <summary>The name under which a search's result may be used again: a hash of everything that decides it, and of nothing else.</summary>
public static class SearchCacheKey
{
    /// <summary>SHA-256 in lower-case hex over sequence, database name and content, program and version, defining arguments and row cap.</summary>
    /// <param name="sequence">The query.</param>
    /// <param name="database">Where it is searched.</param>
    /// <param name="fingerprint">The database's content.</param>
    /// <param name="installation">The program.</param>
    /// <param name="options">How it searches; cores, limits and folders do not count.</param>
    public static string Of(string sequence, SequenceDatabase database, DatabaseFingerprint fingerprint, HmmerInstallation installation, JackhmmerOptions options)
    {
        ImmutableArray<string> parts =
        [
            "foldline search 1", sequence, database.Name, fingerprint.Key, installation.Label, database.RowCap.ToString(CultureInfo.InvariantCulture),
            .. JackhmmerArguments.Defining(options, database),
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
