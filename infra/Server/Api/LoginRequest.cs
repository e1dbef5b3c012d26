namespace Foldline.Server.Api;

/// <summary>A key that wants a token.</summary>
/// <param name="Key">The API key.</param>
public sealed record LoginRequest(string? Key);
