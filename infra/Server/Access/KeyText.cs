using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Foldline.Server.Access;

/// <summary>The written form of keys and tokens: <c>fl_ID_SECRET</c> and <c>ft_SECRET</c>, where the secret is 256 random bits.</summary>
internal static partial class KeyText
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    public static string NewId() => RandomNumberGenerator.GetString(Letters, 10);

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Key(string id, string secret) => $"fl_{id}_{secret}";

    public static string NewToken() => "ft_" + NewSecret();

    public static bool IsToken(string text) => Token().IsMatch(text);

    public static (string Id, string Secret)? Parse(string text) => Form().Match(text) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : null;

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Same(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));

    [GeneratedRegex(@"^fl_([a-z2-9]{10})_([A-Za-z0-9_-]{43})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^ft_[A-Za-z0-9_-]{43}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
