namespace Foldline.Persistence.Access;

/// <summary>Table <c>access_keys</c>.</summary>
internal sealed class KeyRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    public required string Project { get; set; }

    public AccessScope Scope { get; set; }

    public required string Hash { get; set; }

    public long CreatedAt { get; set; }

    public long? ExpiresAt { get; set; }

    public long? RevokedAt { get; set; }

    public long? LastUsedAt { get; set; }

    public string? Replaces { get; set; }
}
