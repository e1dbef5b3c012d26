namespace Foldline.Server.Access;

/// <summary>A bearer token made from a key.</summary>
/// <param name="Token">The token; only its hash is kept.</param>
/// <param name="ExpiresAt">Until when it opens anything.</param>
public sealed record AccessToken(string Token, DateTimeOffset ExpiresAt);
