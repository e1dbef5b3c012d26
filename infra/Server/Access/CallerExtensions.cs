using System.Security.Claims;
using Foldline.Persistence.Access;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Access;

/// <summary>From a request to its caller.</summary>
public static class CallerExtensions
{
    internal const string KeyId = "foldline:key";
    internal const string Project = "foldline:project";
    internal const string Scope = "foldline:scope";

    /// <summary>The caller of an authorized request.</summary>
    /// <exception cref="InvalidOperationException">The endpoint does not require authorization.</exception>
    public static Caller Caller(this HttpContext context) =>
        context.User.AsCaller() ?? throw new InvalidOperationException($"{context.Request.Path} asks for its caller without requiring one.");

    /// <summary>The caller, or <c>null</c> for a request without credentials.</summary>
    public static Caller? AsCaller(this ClaimsPrincipal user) => user.FindFirstValue(KeyId) is { } id
        ? new Caller(id, user.Identity?.Name ?? id, user.FindFirstValue(Project)!, Scopes.Parse(user.FindFirstValue(Scope)))
        : null;

    internal static ClaimsPrincipal Principal(this AccessKey key, string scheme) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, key.Name), new Claim(KeyId, key.Id), new Claim(Project, key.Project), new Claim(Scope, Scopes.Name(key.Scope)),
    ], scheme));
}
