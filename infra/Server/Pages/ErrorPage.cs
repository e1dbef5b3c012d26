using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>What a browser shows where something cannot be shown.</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail) => Shell.Page(context, title, "", page => page
        .Raw("<section class=\"sign-in\">\n").Element("p", $"{status}", "class=\"brand\"").Element("h1", title).Element("p", detail)
        .Raw("<p><a class=\"button\" href=\"/\">To the campaigns</a></p>\n</section>\n")).ExecuteAsync(context);
}
