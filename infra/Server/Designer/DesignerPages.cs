using System.Reflection;
using Foldline.Server.Packages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Server.Designer;

/// <summary>
/// The pages around the elements of Elsa Studio. Each shows one element and is left by loading another page, because two elements in one page disturb each
/// other. The pages hold no data: what they show, the elements ask for with the token of whoever signed in.
/// </summary>
public static class DesignerPages
{
    /// <summary>Maps /designer, its pages and the files they need.</summary>
    public static IEndpointRouteBuilder MapDesigner(this IEndpointRouteBuilder routes)
    {
        var shelf = routes.ServiceProvider.GetRequiredService<PackageShelf>();
        StudioFiles? found = null;
        var designer = routes.MapGroup("/designer").AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();
        Page("", "list", "Workflows");
        Page("/edit/{id}", "edit", "Workflow");
        Page("/instances", "instances", "Runs");
        Page("/instances/{id}", "instance", "Run");
        designer.MapGet("/assets/{name}", (string name, HttpResponse response) =>
        {
            if (name is not ("designer.js" or "designer.css") || Assembly.GetExecutingAssembly().GetManifestResourceStream($"designer/{name}") is not { } content)
                return Results.NotFound();
            response.Headers.CacheControl = "no-cache";
            return Results.Stream(content, name.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript; charset=utf-8" : "text/css; charset=utf-8");
        });
        foreach (var folder in (string[])["_framework", "_content"])
            designer.MapGet($"/{folder}/{{**path}}", (string path, HttpRequest request, HttpResponse response) => File($"{folder}/{path}", request, response));
        foreach (var name in (string[])["appsettings.json", "Elsa.Studio.Host.CustomElements.styles.css"])
            designer.MapGet($"/{name}", (HttpRequest request, HttpResponse response) => File(name, request, response));
        return routes;

        // The package may come while the server runs; once it is there it stays.
        StudioFiles? Files() => found ??= StudioFiles.In(shelf.Folder);

        IResult File(string path, HttpRequest request, HttpResponse response) => Files()?.Answer(path, request, response) ?? Results.NotFound();

        void Page(string path, string view, string title) => designer.MapGet(path, (string? id, HttpResponse response) =>
        {
            if (Files() is not null) return Results.Content(DesignerPage.Show(view, title, id), "text/html; charset=utf-8");
            if (shelf.IsComing) response.Headers.RetryAfter = "3";
            return Results.Content(DesignerPage.Missing(shelf.Note, shelf.IsComing), "text/html; charset=utf-8", null, 503);
        });
    }
}
