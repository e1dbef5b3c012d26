namespace Foldline.Persistence.Access;

/// <summary>An API key as it is kept: its secret is not part of it, only the secret's hash.</summary>
public sealed record AccessKey
{
    /// <summary>Public part of the key, by which it is found.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The project it belongs to; it sees nothing of others.</summary>
    public required string Project { get; init; }

    /// <summary>What it may do.</summary>
    public required AccessScope Scope { get; init; }

    /// <summary>SHA-256 of the secret, lower-case hexadecimal. The secret has 256 random bits, so no slow hash is needed.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself; <c>null</c> for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When somebody ended it.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key it took over from; both are good until the older one expires.</summary>
    public string? Replaces { get; init; }

    /// <summary>Whether it opens anything at <paramref name="now"/>.</summary>
    public bool IsGood(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}
