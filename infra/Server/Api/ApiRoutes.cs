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
    }
}
