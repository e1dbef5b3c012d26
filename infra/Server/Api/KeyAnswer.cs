using Foldline.Persistence.Access;
using Foldline.Server.Access;

namespace Foldline.Server.Api;

/// <summary>A key in a list.</summary>
public sealed record KeyAnswer
{
    /// <summary>The public part.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>read, submit or admin.</summary>
    public required string Scope { get; init; }

    /// <summary>good, expired or revoked.</summary>
    public required string State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When it was last used, to half a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>The key it took over from.</summary>
    public string? Replaces { get; init; }

    /// <summary>The key itself: only in the answer that makes it.</summary>
    public string? Key { get; init; }

    internal static KeyAnswer Of(AccessKey key, DateTimeOffset now, string? text = null) => new()
    {
        Id = key.Id, Name = key.Name, Project = key.Project, Scope = Scopes.Name(key.Scope), CreatedAt = key.CreatedAt, ExpiresAt = key.ExpiresAt, RevokedAt = key.RevokedAt,
        LastUsedAt = key.LastUsedAt, Replaces = key.Replaces, Key = text, State = key.RevokedAt is not null ? "revoked" : key.IsGood(now) ? "good" : "expired",
    };
}
