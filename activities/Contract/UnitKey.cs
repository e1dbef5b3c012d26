using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Foldline.Activities;

/// <summary>Content key of a unit of work: the hash of everything its result depends on, names and order included.</summary>
public readonly record struct UnitKey
{
    private UnitKey(string value) => Value = value;

    /// <summary>The key as text: the kind of unit, a colon and a SHA-256 hash.</summary>
    public string Value { get; }

    /// <summary>Builds a key, e.g. <c>UnitKey.Of("jackhmmer", sequence, database.Fingerprint, toolVersion, flags)</c>.</summary>
    /// <param name="kind">The kind of unit; keys of different kinds never meet.</param>
    /// <param name="parts">Everything the result depends on; <c>null</c> differs from the empty string.</param>
    public static UnitKey Of(string kind, params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, kind);
        foreach (var part in parts) Append(hash, part);
        return new UnitKey($"{kind}:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static void Append(IncrementalHash hash, string? part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : Encoding.UTF8.GetByteCount(part));
        hash.AppendData(length);
        if (part is not null) hash.AppendData(Encoding.UTF8.GetBytes(part));
    }
}
