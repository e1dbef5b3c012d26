using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Errors;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Foldline.Server.Campaigns;

/// <summary>Targets of a campaign, and their artifacts.</summary>
internal static class TargetEndpoints
{
    public static void MapTargets(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("/campaigns/{id}/targets").WithTags("Targets").RequireAuthorization(Scopes.Read);
        var submit = api.MapGroup("/campaigns/{id}/targets").WithTags("Targets").RequireAuthorization(Scopes.Submit);

        read.MapGet("", ListAsync).WithSummary("Targets in order of submission; filter by state (may be repeated), class of failure and part of the name");
        read.MapGet("/{target}", async (string id, string target, HttpContext context, ICampaigns campaigns, TargetArtifacts artifacts, CancellationToken cancellationToken) =>
        {
            var detail = await campaigns.TargetAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
            return TargetAnswer.Of(detail, await artifacts.OfAsync(detail, cancellationToken));
        }).WithSummary("One target with what was done, every attempt, and its artifacts");
        read.MapMethods("/{target}/artifacts/{sha256}", [HttpMethods.Get, HttpMethods.Head], ArtifactAsync)
            .WithSummary("The bytes of an artifact that this target names; takes ranges and If-None-Match").Produces(200).Produces(206).Produces(304).Produces(416);

        submit.MapPost("/{target}/cancel", async (string id, string target, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
        {
            await campaigns.CancelTargetAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
            return Results.NoContent();
        }).WithSummary("Cancel one target").Produces(204);
        submit.MapPost("/{target}/retry", async (string id, string target, HttpContext context, ICampaigns campaigns, CancellationToken cancellationToken) =>
        {
            var campaign = CampaignEndpoints.Ref(context, id);
            await campaigns.TargetAsync(campaign, target, cancellationToken);
            return new CountAnswer(await campaigns.RetryAsync(campaign, RetryChoice.Failed | RetryChoice.Quarantined, [target], cancellationToken));
        }).WithSummary("Try one failed or quarantined target again");
    }

    private static async Task<Listing<TargetAnswer>> ListAsync(string id, HttpContext context, ICampaigns campaigns, [FromQuery] string[]? state, string? @class, string? q,
        string? after, int? take, CancellationToken cancellationToken)
    {
        var page = await campaigns.TargetsAsync(CampaignEndpoints.Ref(context, id), new TargetQuery
        {
            States = CampaignEndpoints.Words<InstanceStatus>(state, "state"),
            Class = @class is { Length: > 0 } ? CampaignEndpoints.Words<FailureClass>([@class], "class")[0] : null,
            Text = q, After = after, Take = CampaignEndpoints.Take(take, 100, 1000),
        }, cancellationToken);
        return new Listing<TargetAnswer>([.. page.Items.Select(TargetAnswer.Of)], context.NextPage(page.Next));
    }

    private static async Task<IResult> ArtifactAsync(string id, string target, string sha256, HttpContext context, ICampaigns campaigns, TargetArtifacts owned,
        IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        var detail = await campaigns.TargetAsync(CampaignEndpoints.Ref(context, id), target, cancellationToken);
        var artifact = (await owned.OfAsync(detail, cancellationToken)).FirstOrDefault(each => each.Sha256 == sha256)?.Reference ?? throw ApiException.NotFound("artifact of this target");
        var stream = await artifacts.OpenReadAsync(artifact, null, cancellationToken);
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Stream(stream, Served(artifact.MediaType), $"{artifact.ShortName}{Ending(artifact.MediaType)}", entityTag: new EntityTagHeaderValue($"\"{artifact.Sha256}\""), enableRangeProcessing: true);
    }

    // Only types that cannot run in a browser keep their name.
    private static string Served(string mediaType) => mediaType is "application/json" or "text/csv" or "chemical/x-mmcif" or "application/gzip" ? mediaType : "application/octet-stream";

    private static string Ending(string mediaType) => mediaType switch { "application/json" => ".json", "text/csv" => ".csv", "chemical/x-mmcif" => ".cif", "application/gzip" => ".gz", _ => ".bin" };
}
