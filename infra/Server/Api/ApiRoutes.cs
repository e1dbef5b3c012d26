using Foldline.Server.Campaigns;
using Foldline.Server.Definitions;
using Foldline.Server.Events;
using Foldline.Server.Schedules;
using Foldline.Server.TargetResults;
using Foldline.Server.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Api;

/// <summary>The REST interface under /api/v1, subject by subject.</summary>
internal static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapSignIn();
        api.MapKeys();
        api.MapWorkflows();
        api.MapCampaigns();
        api.MapTargets();
        api.MapResults();
        api.MapEvents();
        api.MapSchedules();
        api.MapWorkers();
        api.MapWebhooks();
    }
}
