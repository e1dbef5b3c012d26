using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Campaigns;
using Foldline.Server.Hosting;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Foldline.Server.Schedules;

/// <summary>Schedules of the caller's project.</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this RouteGroupBuilder api)
    {
        var limit = new RequestSizeLimitAttribute(((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<ServerOptions>().LargestSubmission);
        var read = api.MapGroup("/schedules").WithTags("Schedules").RequireAuthorization(Scopes.Read);
        read.MapGet("", async (HttpContext context, ISchedules schedules, CancellationToken cancellationToken) =>
                new Listing<ScheduleAnswer>([.. (await schedules.ListAsync(context.Caller().Project, cancellationToken)).Select(ScheduleAnswer.Of)]))
            .WithSummary("The project's schedules, oldest first, with their next runs");
        read.MapGet("/{id}", async (string id, HttpContext context, ISchedules schedules, CancellationToken cancellationToken) =>
            ScheduleAnswer.Of(await schedules.GetAsync(id, context.Caller().Project, cancellationToken))).WithSummary("One schedule");

        var change = api.MapGroup("/schedules").WithTags("Schedules").RequireAuthorization(Scopes.Admin);
        change.MapPost("", AddAsync).WithMetadata(limit, new IdempotentAttribute()).WithSummary("Keep a schedule, as JSON or as a form with files")
            .Accepts<ScheduleRequest>("application/json", "multipart/form-data").Produces<ScheduleAnswer>(201).ProducesProblem(422);
        change.MapPatch("/{id}", ChangeAsync).WithMetadata(limit).WithSummary("Change a schedule, as JSON or as a form with files; what is left out stays")
            .Accepts<ScheduleRequest>("application/json", "multipart/form-data").Produces<ScheduleAnswer>().ProducesProblem(422);
        foreach (var (verb, enabled, summary) in new[] { ("enable", true, "Let a schedule submit again"), ("disable", false, "Let a schedule submit nothing until it is enabled") })
            change.MapPost($"/{{id}}/{verb}", async (string id, HttpContext context, ISchedules schedules, CancellationToken cancellationToken) =>
                ScheduleAnswer.Of(await schedules.SetEnabledAsync(id, context.Caller().Project, enabled, cancellationToken))).WithSummary(summary);
        change.MapPost("/{id}/run", async (string id, HttpContext context, ISchedules schedules, CancellationToken cancellationToken) =>
            ScheduleAnswer.Of(await schedules.RunNowAsync(id, context.Caller().Project, cancellationToken))).WithSummary("Let one run come at once, beside those of the clock");
        change.MapDelete("/{id}", async (string id, HttpContext context, ISchedules schedules, CancellationToken cancellationToken) =>
        {
            await schedules.RemoveAsync(id, context.Caller().Project, cancellationToken);
            return Results.NoContent();
        }).WithSummary("Forget a schedule; its campaigns stay").Produces(204);
    }

    private static async Task<IResult> AddAsync(HttpContext context, ScheduleDesk desk, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var submission = await Submission<ScheduleRequest>.ReadAsync(context, json.Value.SerializerOptions, cancellationToken, "schedule");
        var made = await desk.AddAsync(context.Caller(), submission.Request, submission.Files, cancellationToken);
        return Results.Created(made.Links["self"], made);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, ScheduleDesk desk, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var submission = await Submission<ScheduleRequest>.ReadAsync(context, json.Value.SerializerOptions, cancellationToken, "schedule");
        return Results.Ok(await desk.ChangeAsync(context.Caller(), id, submission.Request, submission.Files, cancellationToken));
    }
}
