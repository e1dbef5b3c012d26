using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Foldline.Server.Pages;

/// <summary>The files of pages; they hold nothing secret.</summary>
internal static class AssetEndpoints
{
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{**path}", (string path, HttpContext context, AssetFolder assets) => Serve(path, context, assets)).AllowAnonymous().ExcludeFromDescription().DisableRateLimiting();
        routes.MapGet("/favicon.ico", (HttpContext context, AssetFolder assets) => Serve("foldline.svg", context, assets)).AllowAnonymous().ExcludeFromDescription().DisableRateLimiting();
    }

    private static IResult Serve(string path, HttpContext context, AssetFolder assets)
    {
        if (assets.Find(path) is not { } asset) return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=0, must-revalidate";
        return Results.Bytes(asset.Bytes, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Tag}\""));
    }
}
