using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Campaigns;

/// <summary>The processes that do the work.</summary>
internal static class WorkerEndpoints
{
    public static void MapWorkers(this RouteGroupBuilder api) =>
        api.MapGet("/workers", async (ICampaigns campaigns, CancellationToken cancellationToken) =>
                new Listing<WorkerAnswer>([.. (await campaigns.WorkersAsync(cancellationToken)).Select(WorkerAnswer.Of)]))
            .WithTags("Workers").RequireAuthorization(Scopes.Read).WithSummary("Workers that live, and those that left within the last day");
}
