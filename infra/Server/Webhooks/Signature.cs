using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Foldline.Server.Webhooks;

/// <summary>
/// The signature of a webhook: <c>Foldline-Signature: t=SECONDS,v1=HEX</c>, where HEX is HMAC-SHA256 of <c>SECONDS.BODY</c> under the webhook's secret. A receiver
/// that refuses old times cannot be shown an old message again.
/// </summary>
public static class Signature
{
    /// <summary>The header's name.</summary>
    public const string Header = "Foldline-Signature";

    /// <summary>The header's value.</summary>
    public static string Of(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}";
    }
}
