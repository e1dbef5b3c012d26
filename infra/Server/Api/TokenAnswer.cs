using Foldline.Server.Access;

namespace Foldline.Server.Api;

/// <summary>A bearer token.</summary>
/// <param name="AccessToken">For the header <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType">Bearer.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
public sealed record TokenAnswer(string AccessToken, string TokenType, DateTimeOffset ExpiresAt)
{
    internal static TokenAnswer Of(AccessToken token) => new(token.Token, "Bearer", token.ExpiresAt);
}
