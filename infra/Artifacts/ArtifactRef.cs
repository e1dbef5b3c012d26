using System.Text.RegularExpressions;

namespace Foldline.Artifacts;

/// <summary>Names an artifact by its content: two artifacts with the same reference are the same bytes, wherever and whenever they were made.</summary>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">Length of the content in bytes.</param>
/// <param name="MediaType">What the bytes are, as an IANA media type such as <c>chemical/x-mmcif</c>; it does not take part in where the content lies.</param>
public sealed partial record ArtifactRef(string Sha256, long Length, string MediaType)
{
    /// <summary>The hash of the content, checked to be one so that a reference read from outside can never become another path.</summary>
    public string Sha256 { get; } = Digest().IsMatch(Sha256)
        ? Sha256
        : throw new ArgumentException($"'{Sha256}' is not a SHA-256 hash: 64 lower-case hexadecimal digits are expected.", nameof(Sha256));

    /// <summary>The first twelve digits of the hash, enough for messages and logs.</summary>
    public string ShortName => Sha256[..12];

    /// <summary>Whether a text is the hash of some content.</summary>
    public static bool IsHash(string text) => Digest().IsMatch(text);

    /// <inheritdoc/>
    public override string ToString() => $"{ShortName} ({MediaType}, {Length} bytes)";

    [GeneratedRegex("^[0-9a-f]{64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
