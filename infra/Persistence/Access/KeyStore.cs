using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Access;

/// <summary>API keys and the tokens made from them.</summary>
/// <param name="database">Where they lie.</param>
public sealed class KeyStore(AccessDatabase database)
{
    /// <summary>Whether there is any key at all, good or not.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context.Keys.AnyAsync(cancellationToken);
    }

    /// <summary>Keeps a new key.</summary>
    public async Task AddAsync(AccessKey key, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        context.Keys.Add(new KeyRow
        {
            Id = key.Id, Name = key.Name, Project = key.Project, Scope = key.Scope, Hash = key.Hash, CreatedAt = AccessDatabase.Ms(key.CreatedAt),
            ExpiresAt = key.ExpiresAt is { } end ? AccessDatabase.Ms(end) : null, Replaces = key.Replaces,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A key by its public part.</summary>
    public async Task<AccessKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context.Keys.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row ? Record(row) : null;
    }

    /// <summary>The keys of a project, newest first; of all projects where it is <c>null</c>.</summary>
    public async Task<IReadOnlyList<AccessKey>> ListAsync(string? project, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var rows = await context.Keys.AsNoTracking().Where(row => project == null || row.Project == project)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <summary>Ends a key of a project, now or at a later time; <c>false</c> where the project has no such key that is still good.</summary>
    public async Task<bool> EndAsync(string project, string id, DateTimeOffset now, DateTimeOffset? later, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var at = AccessDatabase.Ms(later ?? now);
        var keys = context.Keys.Where(row => row.Id == id && row.Project == project && row.RevokedAt == null);
        var changed = later is null
            ? await keys.ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, at), cancellationToken)
            : await keys.ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, at), cancellationToken);
        if (later is null && changed > 0) await context.Tokens.Where(row => row.KeyId == id).ExecuteDeleteAsync(cancellationToken);
        return changed > 0;
    }

    /// <summary>Notes when keys were last used.</summary>
    public async Task TouchAsync(IReadOnlyDictionary<string, DateTimeOffset> used, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        foreach (var (id, time) in used)
        {
            var at = AccessDatabase.Ms(time);
            await context.Keys.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, at), cancellationToken);
        }
    }

    /// <summary>Keeps a token of a key, by its hash, and forgets those that have expired.</summary>
    public async Task AddTokenAsync(string hash, string keyId, DateTimeOffset now, DateTimeOffset expires, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var past = AccessDatabase.Ms(now);
        await context.Tokens.Where(row => row.ExpiresAt < past).ExecuteDeleteAsync(cancellationToken);
        context.Tokens.Add(new TokenRow { Hash = hash, KeyId = keyId, CreatedAt = past, ExpiresAt = AccessDatabase.Ms(expires) });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The key a token was made from, and until when the token is good; <c>null</c> for a token that is not, or no longer, known.</summary>
    public async Task<(AccessKey Key, DateTimeOffset Expires)?> FindTokenAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var found = await (from token in context.Tokens.AsNoTracking()
                           where token.Hash == hash
                           join key in context.Keys on token.KeyId equals key.Id
                           select new { key, token.ExpiresAt }).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : (Record(found.key), AccessDatabase.Time(found.ExpiresAt));
    }

    /// <summary>Forgets a token.</summary>
    public async Task RemoveTokenAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        await context.Tokens.Where(row => row.Hash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    private static AccessKey Record(KeyRow row) => new()
    {
        Id = row.Id, Name = row.Name, Project = row.Project, Scope = row.Scope, Hash = row.Hash, CreatedAt = AccessDatabase.Time(row.CreatedAt),
        ExpiresAt = AccessDatabase.Time(row.ExpiresAt), RevokedAt = AccessDatabase.Time(row.RevokedAt), LastUsedAt = AccessDatabase.Time(row.LastUsedAt),
        Replaces = row.Replaces,
    };
}
