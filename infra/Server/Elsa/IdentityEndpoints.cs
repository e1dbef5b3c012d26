using System.Text.Json.Nodes;
using Foldline.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Elsa;

/// <summary>Signing in as Elsa's clients do: the password is a key, the user name does not matter.</summary>
internal static class IdentityEndpoints
{
    internal sealed record Credentials(string? Username, string? Password);

    public static void MapIdentity(this RouteGroupBuilder api) =>
        api.MapPost("/identity/login", async (Credentials given, Logins logins, HttpContext context, ILogger<Logins> log, CancellationToken cancellationToken) =>
        {
            if (given.Password is { Length: > 0 } key && await logins.LoginAsync(key, cancellationToken) is { } token)
                return Answers.Of(new JsonObject { ["isAuthenticated"] = true, ["accessToken"] = token.Token, ["refreshToken"] = token.Token });
            log.LogWarning("A sign-in was refused, from {Address}", context.Connection.RemoteIpAddress);
            return Answers.Of(new JsonObject { ["isAuthenticated"] = false }, 401);
        }).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
}
