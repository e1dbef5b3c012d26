using Foldline.Server.Access;
using Foldline.Server.Drawing;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>The frame of every page: head, navigation, who is signed in.</summary>
public static class Shell
{
    /// <summary>The sign in front of the name.</summary>
    internal const string Mark = "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><path d=\"M4 22c5 0 5-12 10-12s5 12 10 12\" /><circle cx=\"4\" cy=\"22\" r=\"2.5\" /><circle cx=\"28\" cy=\"16\" r=\"2.5\" /><path d=\"M24 22c2.500 0 3-3 4-6\" /></svg>";

    private const string Keys = "/keys";

    /// <summary>Where the navigation leads, for everybody.</summary>
    internal static (string Address, string Name)[] Places { get; } =
        [("/", "Campaigns"), ("/submit", "Submit"), ("/schedules", "Schedules"), ("/designer", "Workflows"), ("/designer/instances", "Runs"), ("/workers", "Workers")];

    /// <summary>A whole page.</summary>
    /// <param name="context">The request; its caller is shown.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="place">The entry of the navigation it belongs to, by address.</param>
    /// <param name="content">Writes what stands in main.</param>
    /// <param name="scripts">Modules under /assets, by name.</param>
    public static IResult Page(HttpContext context, string title, string place, Action<Html> content, params string[] scripts)
    {
        var page = new Html();
        var caller = context.User.AsCaller();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n")
            .Raw("<meta name=\"color-scheme\" content=\"light dark\" />\n").Element("title", $"{title} · Foldline")
            .Raw("<link rel=\"icon\" href=\"/favicon.ico\" type=\"image/svg+xml\" />\n<link rel=\"stylesheet\" href=\"/assets/report.css\" />\n<link rel=\"stylesheet\" href=\"/assets/foldline.css\" />\n");
        foreach (var script in scripts) page.Raw($"<script {(script == "report.js" ? "defer=\"defer\"" : "type=\"module\"")} {Html.Attribute("src", "/assets/" + script)}></script>\n");
        page.Raw($"</head>\n<body {Html.Attribute("data-scope", caller is null ? "" : Scopes.Name(caller.Scope))}>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n");
        if (caller is not null) Bar(page, caller, place);
        page.Raw("<main id=\"main\" tabindex=\"-1\">\n");
        content(page);
        page.Raw("</main>\n<div id=\"status\" role=\"status\" aria-live=\"polite\"></div>\n</body>\n</html>\n");
        context.Response.Headers.CacheControl = "no-store";
        return Results.Content(page.ToString(), "text/html; charset=utf-8");
    }

    private static void Bar(Html page, Caller caller, string place)
    {
        page.Raw($"<header class=\"bar\"><a class=\"mark\" href=\"/\">{Mark}Foldline</a><nav aria-label=\"Main\">");
        foreach (var (address, name) in caller.Has(Foldline.Persistence.Access.AccessScope.Admin) ? [.. Places, (Keys, "Keys")] : Places)
            page.Element("a", name, $"{Html.Attribute("href", address)}{(address == place ? " aria-current=\"page\"" : "")}");
        page.Raw("</nav><div class=\"who\">").Element("span", caller.Project, "class=\"project\" title=\"Project\"").Element("span", caller.KeyName, "class=\"key\" title=\"Key\"")
            .Raw("<form method=\"post\" action=\"/sign-out\"><button type=\"submit\" class=\"quiet\">Sign out</button></form></div></header>\n");
    }
}
