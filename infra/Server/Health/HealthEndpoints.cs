using Foldline.Persistence.Access;
using Foldline.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Health;

/// <summary>/healthz: whether the process lives, and whether it can do its work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => Results.Ok(new { status = "live" })).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/healthz/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/healthz", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(AccessDatabase database, ServerOptions options, CancellationToken cancellationToken)
    {
        var answers = await database.AnswersAsync(cancellationToken);
        return Results.Json(new { status = answers ? "ready" : "degraded", live = true, ready = answers, database = answers ? "ok" : "no answer", version = options.Version },
            statusCode: answers ? 200 : 503);
    }
}
