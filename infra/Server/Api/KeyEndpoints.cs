using Foldline.Sequences;
using Foldline.Server.Access;
using Foldline.Server.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Api;

/// <summary>The keys of the caller's project.</summary>
internal static class KeyEndpoints
{
    private const double LongestOverlap = 720;

    public static void MapKeys(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/keys").WithTags("Keys").RequireAuthorization(Scopes.Admin);

        group.MapGet("", async (HttpContext context, ApiKeys keys, TimeProvider time, CancellationToken cancellationToken) =>
                new Listing<KeyAnswer>([.. (await keys.ListAsync(context.Caller().Project, cancellationToken)).Select(key => KeyAnswer.Of(key, time.GetUtcNow()))]))
            .WithSummary("The project's keys, newest first");

        group.MapPost("", async (KeyRequest request, HttpContext context, ApiKeys keys, TimeProvider time, ILogger<ApiKeys> log, CancellationToken cancellationToken) =>
        {
            var caller = context.Caller();
            var made = await keys.CreateAsync(request.Name ?? "", caller.Project, Scopes.Parse(request.Scope), request.ExpiresAt, cancellationToken);
            log.LogInformation("Key {Key} with scope {Scope} was made by {Caller} for project {Project}", made.Key.Id, made.Key.Scope, caller.KeyId, caller.Project);
            return Results.Created($"/api/v1/keys/{made.Key.Id}", KeyAnswer.Of(made.Key, time.GetUtcNow(), made.Text));
        }).WithSummary("Make a key; it is shown this once").Produces<KeyAnswer>(201);

        group.MapPost("/{id}/rotate", async (string id, RotationRequest request, HttpContext context, ApiKeys keys, TimeProvider time, ILogger<ApiKeys> log,
            CancellationToken cancellationToken) =>
        {
            var hours = request.OverlapHours ?? 24;
            if (!(hours >= 0 && hours <= LongestOverlap)) throw new InputException($"overlapHours is between 0 and {LongestOverlap}.");
            var made = await keys.RotateAsync(context.Caller().Project, id, TimeSpan.FromHours(hours), cancellationToken) ?? throw ApiException.NotFound("key");
            log.LogInformation("Key {Key} takes over from {Old}, by {Caller}", made.Key.Id, id, context.Caller().KeyId);
            return Results.Created($"/api/v1/keys/{made.Key.Id}", KeyAnswer.Of(made.Key, time.GetUtcNow(), made.Text));
        }).WithSummary("Make a key in another's place; both are good during the overlap").Produces<KeyAnswer>(201);

        group.MapDelete("/{id}", async (string id, HttpContext context, ApiKeys keys, ILogger<ApiKeys> log, CancellationToken cancellationToken) =>
        {
            if (!await keys.RevokeAsync(context.Caller().Project, id, cancellationToken)) throw ApiException.NotFound("key");
            log.LogInformation("Key {Key} was revoked by {Caller}", id, context.Caller().KeyId);
            return Results.NoContent();
        }).WithSummary("End a key and all tokens made from it, at once").Produces(204);
    }
}
