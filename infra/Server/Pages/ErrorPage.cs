using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Foldline.Server.Pages;

/// <summary>What a browser shows where something cannot be shown.</summary>
internal static class ErrorPage
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var encode = HtmlEncoder.Default;
        return context.Response.WriteAsync($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{encode.Encode(title)}</title>"
            + $"<link rel=\"stylesheet\" href=\"/assets/foldline.css\"><main><h1>{status} {encode.Encode(title)}</h1><p>{encode.Encode(detail)}</p><p><a href=\"/\">To the campaigns</a></p></main></html>",
            context.RequestAborted);
    }
}
