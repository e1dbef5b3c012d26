using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Artifacts;
using Foldline.Sequences;
using Foldline.Server.Elsa;
using Foldline.Workflows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Errors;

/// <summary>Every refusal and every fault as application/problem+json (RFC 9457), or as a page for a browser. Faults of ours are logged with their trace and told without it.</summary>
internal sealed class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response.StatusCode >= 400 && IsBare(context)) await AnswerAsync(context, context.Response.StatusCode, Standard(context));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to tell.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception fault)
        {
            var (status, detail) = Verdict(fault);
            if (status >= 500) log.LogError(fault, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            else log.LogInformation("{Method} {Path} refused with {Status}: {Detail}", context.Request.Method, context.Request.Path, status, detail);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }
            Clear(context.Response);
            await AnswerAsync(context, status, detail);
        }
    }

    private static (int Status, string Detail) Verdict(Exception fault) => fault switch
    {
        ApiException refusal => (refusal.Status, refusal.Message),
        InputException => (400, fault.Message),
        BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == 413 ? "The body is larger than this address takes." : Shown(bad)),
        JsonException json => (400, $"The JSON is not in order: {json.Message}"),
        MissingArtifactException => (404, "The content is no longer in the store."),
        CorruptArtifactException => (500, "The stored content is damaged and was set aside; it will be made again when the target is retried."),
        StorageFullException => (507, "The server's disk is full."),
        CampaignNotFoundException => (404, fault.Message),
        CampaignRefusedException => (422, fault.Message),
        DefinitionException => (422, fault.Message),
        RunException => (409, fault.Message),
        _ => (500, "The server met an unforeseen fault. Its log has the details under the trace id of this answer."),
    };

    private static string Shown(BadHttpRequestException bad) =>
        bad.InnerException is JsonException json ? $"The JSON is not in order: {json.Message}" : bad.Message;

    private static async Task AnswerAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        if (IsPage(context.Request))
        {
            await Pages.ErrorPage.WriteAsync(context, status, ReasonPhrases.GetReasonPhrase(status), detail);
            return;
        }
        context.Response.ContentType = "application/problem+json";
        context.Response.Headers.CacheControl = "no-store";
        var problem = new JsonObject
        {
            ["type"] = $"https://www.rfc-editor.org/rfc/rfc9110#name-{Slug(status)}",
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
            ["instance"] = context.Request.Path.Value,
            ["traceId"] = System.Diagnostics.Activity.Current?.Id ?? context.TraceIdentifier,
        };
        if (context.Request.Path.StartsWithSegments(ElsaApi.Path)) Answers.AddErrors(problem, status, detail);
        await context.Response.WriteAsync(problem.ToJsonString(), context.RequestAborted);
    }

    private static bool IsPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/elsa");

    private static bool IsBare(HttpContext context) =>
        !context.Response.HasStarted && context.Response.ContentType is null && context.Response.ContentLength is null or 0 && !HttpMethods.IsHead(context.Request.Method);

    // What middleware further in has said about the answer that now is another.
    private static void Clear(HttpResponse response)
    {
        foreach (var name in (string[])["Content-Type", "Content-Length", "ETag", "Last-Modified", "Location", "Content-Disposition", "Accept-Ranges"]) response.Headers.Remove(name);
    }

    private static string Standard(HttpContext context) => context.Response.StatusCode switch
    {
        404 or 405 when context.Request.Path.StartsWithSegments(ElsaApi.Path) => "This server does not speak this part of Elsa's interface; docs/workflows.md says what it speaks.",
        401 => "This address needs an API key: X-Api-Key or Authorization: Bearer.",
        403 => "The key's scope does not allow this.",
        404 => "There is nothing here.",
        405 => "This address does not take that method.",
        413 => "The body is larger than this address takes.",
        415 => "This address does not take that type of content.",
        429 => "Too many requests; wait as Retry-After says.",
        var status => ReasonPhrases.GetReasonPhrase(status),
    };

    private static string Slug(int status) => $"{status}-{ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '-')}";
}
