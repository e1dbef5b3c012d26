namespace Foldline.Server.Access;

/// <summary>Signing in: from a key to a token that stands for it for a while, so that no page has to keep the key.</summary>
/// <param name="keys">The keys.</param>
public sealed class Logins(ApiKeys keys)
{
    /// <summary>How long a token for programs and the designer is good.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    /// <summary>How long a browser stays signed in.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    /// <summary>A token for a key; <c>null</c> where the key is not good.</summary>
    public Task<AccessToken?> LoginAsync(string key, CancellationToken cancellationToken) => keys.TokenAsync(key, TokenLifetime, cancellationToken);

    /// <summary>A token for a browser; <c>null</c> where the key is not good.</summary>
    public Task<AccessToken?> SessionAsync(string key, CancellationToken cancellationToken) => keys.TokenAsync(key, SessionLifetime, cancellationToken);

    /// <summary>A fresh token for somebody who is signed in, such as a page that is about to show the designer.</summary>
    public Task<AccessToken> RenewAsync(Caller caller, CancellationToken cancellationToken) => keys.TokenOfAsync(caller.KeyId, TokenLifetime, cancellationToken);

    /// <summary>Ends a token.</summary>
    public Task LogoutAsync(string token, CancellationToken cancellationToken) => keys.SignOutAsync(token, cancellationToken);
}
