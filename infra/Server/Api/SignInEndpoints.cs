using Foldline.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Api;

/// <summary>From a key to a short-lived token.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Sign-in");
        group.MapPost("/login", async (LoginRequest request, Logins logins, HttpContext context, ILogger<Logins> log, CancellationToken cancellationToken) =>
        {
            if (request.Key is { Length: > 0 } key && await logins.LoginAsync(key, cancellationToken) is { } token) return Results.Ok(TokenAnswer.Of(token));
            log.LogWarning("A sign-in was refused, from {Address}", context.Connection.RemoteIpAddress);
            return Results.Problem("The key is not known, has expired or was revoked.", statusCode: 401);
        }).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithSummary("Exchange a key for a bearer token that is good for an hour").Produces<TokenAnswer>().ProducesProblem(401);

        group.MapPost("/token", async (HttpContext context, Logins logins, CancellationToken cancellationToken) =>
                TokenAnswer.Of(await logins.RenewAsync(context.Caller(), cancellationToken)))
            .RequireAuthorization(Scopes.Read).WithSummary("A fresh bearer token for a caller who is signed in");

        group.MapGet("/me", (HttpContext context) => CallerAnswer.Of(context.Caller()))
            .RequireAuthorization(Scopes.Read).WithSummary("Who the key says you are");
    }
}
