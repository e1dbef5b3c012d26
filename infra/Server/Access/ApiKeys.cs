using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Foldline.Persistence.Access;
using Foldline.Sequences;

namespace Foldline.Server.Access;

/// <summary>Makes keys, checks them, replaces them and ends them.</summary>
/// <param name="store">Where they are kept, hashed.</param>
/// <param name="time">The clock.</param>
public sealed partial class ApiKeys(KeyStore store, TimeProvider time)
{
    /// <summary>How long a check may be answered from memory: a key ended by another process is good for so much longer at most.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (AccessKey? Key, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Makes a key.</summary>
    /// <exception cref="InputException">The name or the project is not in order, or the end lies in the past.</exception>
    public async Task<NewKey> CreateAsync(string name, string project, AccessScope scope, DateTimeOffset? expires, CancellationToken cancellationToken, string? replaces = null)
    {
        if (!Name().IsMatch(name)) throw new InputException("A key's name has 1 to 80 letters, digits, blanks, dots, dashes and underscores.");
        if (!Project().IsMatch(project)) throw new InputException("A project's name has 1 to 40 lower-case letters, digits and dashes, and begins with a letter or digit.");
        var now = time.GetUtcNow();
        if (expires <= now) throw new InputException("A key cannot end before it begins; expiresAt lies in the past.");
        var secret = KeyText.NewSecret();
        var key = new AccessKey
        {
            Id = KeyText.NewId(), Name = name, Project = project, Scope = scope, Hash = KeyText.Hash(secret), CreatedAt = now, ExpiresAt = expires, Replaces = replaces,
        };
        await store.AddAsync(key, cancellationToken);
        _known.TryRemove(key.Id, out _);
        return new NewKey(KeyText.Key(key.Id, secret), key);
    }

    /// <summary>Makes a key in another's place; the old one stays good for the overlap. <c>null</c> where the project has no such good key.</summary>
    public async Task<NewKey?> RotateAsync(string project, string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await store.FindAsync(id, cancellationToken) is not { } old || old.Project != project || !old.IsGood(now)) return null;
        var made = await CreateAsync(old.Name, old.Project, old.Scope, null, cancellationToken, replaces: old.Id);
        await store.EndAsync(project, id, now, overlap > TimeSpan.Zero ? now + overlap : null, cancellationToken);
        _known.TryRemove(id, out _);
        return made;
    }

    /// <summary>Ends a key and the tokens made from it at once; <c>false</c> where the project has no such key.</summary>
    public async Task<bool> RevokeAsync(string project, string id, CancellationToken cancellationToken)
    {
        var ended = await store.EndAsync(project, id, time.GetUtcNow(), null, cancellationToken);
        foreach (var (credential, remembered) in _known)
            if (credential == id || remembered.Key?.Id == id) _known.TryRemove(credential, out _);
        return ended;
    }

    /// <summary>The keys of a project.</summary>
    public Task<IReadOnlyList<AccessKey>> ListAsync(string? project, CancellationToken cancellationToken) => store.ListAsync(project, cancellationToken);

    /// <summary>The good key behind a credential, a key or a token; <c>null</c> for anything else.</summary>
    public async Task<AccessKey?> CheckAsync(string credential, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = KeyText.IsToken(credential) ? await OfTokenAsync(KeyText.Hash(credential), now, cancellationToken)
            : KeyText.Parse(credential) is var (id, secret) && await RememberedAsync(id, now, () => store.FindAsync(id, cancellationToken)) is { } found
              && KeyText.Same(found.Hash, KeyText.Hash(secret)) ? found : null;
        if (key is null || !key.IsGood(now)) return null;
        _used[key.Id] = now;
        return key;
    }

    /// <summary>Signs in with a key: a token that stands for it for a while; <c>null</c> where the key is not good.</summary>
    public async Task<AccessToken?> TokenAsync(string credential, TimeSpan lifetime, CancellationToken cancellationToken) =>
        await CheckAsync(credential, cancellationToken) is { } key ? await TokenOfAsync(key.Id, lifetime, cancellationToken) : null;

    /// <summary>A token for a key that has been checked.</summary>
    public async Task<AccessToken> TokenOfAsync(string keyId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var (now, token) = (time.GetUtcNow(), KeyText.NewToken());
        await store.AddTokenAsync(KeyText.Hash(token), keyId, now, now + lifetime, cancellationToken);
        return new AccessToken(token, now + lifetime);
    }

    /// <summary>Ends a token.</summary>
    public async Task SignOutAsync(string token, CancellationToken cancellationToken)
    {
        if (!KeyText.IsToken(token)) return;
        _known.TryRemove(KeyText.Hash(token), out _);
        await store.RemoveTokenAsync(KeyText.Hash(token), cancellationToken);
    }

    /// <summary>Writes down when keys were used since the last time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var used = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var id in _used.Keys)
            if (_used.TryRemove(id, out var at)) used[id] = at;
        if (used.Count > 0) await store.TouchAsync(used, cancellationToken);
    }

    private async Task<AccessKey?> OfTokenAsync(string hash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var expires = DateTimeOffset.MaxValue;
        return await RememberedAsync(hash, now, async () =>
        {
            if (await store.FindTokenAsync(hash, cancellationToken) is not var (key, until) || until <= now) return null;
            expires = until;
            return key;
        }, () => expires);
    }

    private async Task<AccessKey?> RememberedAsync(string credential, DateTimeOffset now, Func<Task<AccessKey?>> find, Func<DateTimeOffset>? end = null)
    {
        if (_known.TryGetValue(credential, out var known) && known.Until > now) return known.Key;
        var key = await find();
        if (_known.Count >= MostRemembered) _known.Clear();
        var until = now + Memory;
        // What does not exist is not remembered: guesses would fill the memory.
        if (key is not null) _known[credential] = (key, end is not null && end() < until ? end() : until);
        return key;
    }

    [GeneratedRegex(@"^[\p{L}\p{N} ._-]{1,80}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Project();
}
