using System.Text.Json;
using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Hosting;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Foldline.Server.Campaigns;

/// <summary>Campaigns: submit, list, steer.</summary>
internal static class CampaignEndpoints
{
    public static void MapCampaigns(this RouteGroupBuilder api)
    {
        var limit = new RequestSizeLimitAttribute(((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<ServerOptions>().LargestSubmission);
        var read = api.MapGroup("/campaigns").WithTags("Campaigns").RequireAuthorization(Scopes.Read);
        var submit = api.MapGroup("/campaigns").WithTags("Campaigns").RequireAuthorization(Scopes.Submit);

        read.MapGet("", ListAsync).WithSummary("Campaigns, newest first; filter by state (may be repeated) and text");
        read.MapGet("/{id}", async (string id, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
            CampaignAnswer.Of(await campaigns.GetAsync(Ref(context, id), cancellationToken))).WithSummary("One campaign with progress, failures by class and estimate");

        submit.MapPost("", SubmitAsync).WithMetadata(limit, new IdempotentAttribute()).WithSummary("Submit a campaign, as JSON or as a form with files")
            .Accepts<CampaignRequest>("application/json", "multipart/form-data").Produces<CampaignAnswer>(201).ProducesProblem(422);
        submit.MapPost("/plan", PlanAsync).WithMetadata(limit).WithSummary("What a submission would do and cost; nothing is kept")
            .Accepts<CampaignRequest>("application/json", "multipart/form-data").Produces<CampaignPlan>();
        submit.MapPost("/{id}/targets", AddAsync).WithMetadata(limit, new IdempotentAttribute()).WithSummary("Add targets; a campaign that had ended goes on")
            .Accepts<MoreTargetsRequest>("application/json", "multipart/form-data").Produces<CountAnswer>();
        submit.MapPost("/{id}/clone", async (string id, CopyRequest request, HttpContext context, CampaignDesk desk, CancellationToken cancellationToken) =>
        {
            var made = await desk.CloneAsync(context.Caller(), Ref(context, id), request, Key(context), cancellationToken);
            return Results.Created(made.Links["self"], made);
        }).WithMetadata(new IdempotentAttribute()).WithSummary("A new campaign with the same targets and other parameters").Produces<CampaignAnswer>(201);

        Steer("pause", "Let no further attempt begin; what runs may end", (campaigns, campaign, token) => campaigns.PauseAsync(campaign, token));
        Steer("resume", "Let a paused campaign go on", (campaigns, campaign, token) => campaigns.ResumeAsync(campaign, token));
        Steer("cancel", "Stop what runs and begin nothing more", (campaigns, campaign, token) => campaigns.CancelAsync(campaign, token));

        submit.MapPost("/{id}/retry", async (string id, RetryRequest request, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
            new CountAnswer(await campaigns.RetryAsync(Ref(context, id), request.Quarantined == true ? RetryChoice.Failed | RetryChoice.Quarantined : RetryChoice.Failed,
                request.Targets, cancellationToken))).WithSummary("Try failed targets again, from where they failed");
        submit.MapDelete("/{id}", async (string id, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
        {
            await campaigns.DeleteAsync(Ref(context, id), cancellationToken);
            return Results.NoContent();
        }).WithSummary("Delete a campaign that has ended; artifacts stay, as others may share them").Produces(204);
        submit.MapPatch("/{id}", ChangeAsync).WithSummary("Change priority or budgets");

        void Steer(string verb, string summary, Func<ICampaigns, CampaignRef, CancellationToken, Task<CampaignSummary>> act) =>
            submit.MapPost($"/{{id}}/{verb}", async (string id, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
                CampaignAnswer.Of(await act(campaigns, Ref(context, id), cancellationToken))).WithSummary(summary);
    }

    /// <summary>The campaign of a request, on behalf of its caller.</summary>
    internal static CampaignRef Ref(HttpContext context, string id) => new(id, context.Caller().Project);

    private static async Task<Listing<CampaignAnswer>> ListAsync(
        HttpContext context, ICampaigns campaigns, [FromQuery] string[]? state, string? q, string? schedule, string? after, int? take, CancellationToken cancellationToken)
    {
        var page = await campaigns.ListAsync(new CampaignQuery
        {
            Project = context.Caller().Project, States = Words<CampaignState>(state, "state"), Text = q, ScheduleId = schedule, After = after, Take = Take(take, 50, 500),
        }, cancellationToken);
        return new Listing<CampaignAnswer>([.. page.Items.Select(CampaignAnswer.Of)], context.NextPage(page.Next));
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, CampaignDesk desk, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var submission = await Submission<CampaignRequest>.ReadAsync(context, json.Value.SerializerOptions, cancellationToken);
        var made = await desk.SubmitAsync(context.Caller(), submission.Request, submission.Files, Key(context), cancellationToken);
        return Results.Created(made.Links["self"], made);
    }

    private static async Task<CampaignPlan> PlanAsync(HttpContext context, CampaignDesk desk, IOptions<JsonOptions> json, CancellationToken cancellationToken)
    {
        var submission = await Submission<CampaignRequest>.ReadAsync(context, json.Value.SerializerOptions, cancellationToken);
        return await desk.PlanAsync(submission.Request, submission.Files, cancellationToken);
    }

    private static async Task<CountAnswer> AddAsync(string id, HttpContext context, CampaignDesk desk, ICampaigns campaigns, IOptions<JsonOptions> json,
        CancellationToken cancellationToken)
    {
        await campaigns.GetAsync(Ref(context, id), cancellationToken);
        var submission = await Submission<MoreTargetsRequest>.ReadAsync(context, json.Value.SerializerOptions, cancellationToken);
        return await desk.AddAsync(Ref(context, id), submission.Request, submission.Files, cancellationToken);
    }

    private static async Task<CampaignAnswer> ChangeAsync(string id, ChangeRequest request, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken)
    {
        var campaign = Ref(context, id);
        if (request.Budgets is { } budgets) await campaigns.SetBudgetsAsync(campaign, budgets.ToBudgets(), cancellationToken);
        if (request.Priority is { } priority) await campaigns.SetPriorityAsync(campaign, priority, cancellationToken);
        return CampaignAnswer.Of(await campaigns.GetAsync(campaign, cancellationToken));
    }

    // The kept answer of this server is one thing, the campaign's own memory of the key another: it also holds where a reply was lost in a crash.
    private static string? Key(HttpContext context) => context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : null;

    internal static T[] Words<T>(string[]? words, string parameter) where T : struct, Enum =>
        [.. (words ?? []).SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(word =>
            !char.IsAsciiDigit(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value
                : throw new Foldline.Sequences.InputException($"{parameter} is one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}."))];

    internal static int Take(int? take, int usual, int most) =>
        take is null ? usual : take >= 1 && take <= most ? take.Value : throw new Foldline.Sequences.InputException($"take is between 1 and {most}.");
}
