namespace Foldline.Persistence.Access;

/// <summary>Table <c>access_tokens</c>: bearer tokens made from a key by signing in.</summary>
internal sealed class TokenRow
{
    /// <summary>SHA-256 of the token.</summary>
    public required string Hash { get; set; }

    public required string KeyId { get; set; }

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }
}
