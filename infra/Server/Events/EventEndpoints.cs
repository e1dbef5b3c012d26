using System.Globalization;
using System.Text.Json;
using Foldline.Server.Access;
using Foldline.Server.Campaigns;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Foldline.Server.Events;

/// <summary>What happens, as server-sent events. A reader that was cut off sends Last-Event-ID, as browsers do, and misses nothing.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int Batch = 500;

    public static void MapEvents(this RouteGroupBuilder api)
    {
        var read = api.MapGroup("").WithTags("Events").RequireAuthorization(Scopes.Read);
        read.MapGet("/campaigns/{id}/events", CampaignAsync).WithSummary("Events of a campaign, as server-sent events; continues after Last-Event-ID or ?after=");
        read.MapGet("/events", ProjectAsync).WithSummary("Events of all campaigns of the project, as server-sent events; begins now, or after Last-Event-ID or ?after=");
    }

    private static async Task CampaignAsync(string id, long? after, HttpContext context, ICampaigns campaigns, IOptions<JsonOptions> json, TimeProvider time,
        IHostApplicationLifetime server, CancellationToken cancellationToken)
    {
        var campaign = CampaignEndpoints.Ref(context, id);
        await campaigns.GetAsync(campaign, cancellationToken);
        await WriteAsync(context, json.Value.SerializerOptions, time, After(context, after) ?? 0, (from, token) => campaigns.EventsAsync(campaign, from, Batch, token), server.ApplicationStopping, cancellationToken);
    }

    private static async Task ProjectAsync(long? after, HttpContext context, ICampaigns campaigns, IOptions<JsonOptions> json, TimeProvider time,
        IHostApplicationLifetime server, CancellationToken cancellationToken)
    {
        var project = context.Caller().Project;
        var from = After(context, after) ?? await campaigns.LastEventAsync(cancellationToken);
        await WriteAsync(context, json.Value.SerializerOptions, time, from, (place, token) => campaigns.ProjectEventsAsync(project, place, Batch, token), server.ApplicationStopping, cancellationToken);
    }

    private static async Task WriteAsync(HttpContext context, JsonSerializerOptions json, TimeProvider time, long after,
        Func<long, CancellationToken, Task<IReadOnlyList<CampaignEvent>>> next, CancellationToken stopping, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        var cancellationToken = either.Token;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await context.Response.WriteAsync("retry: 2000\n\n", cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            var silent = time.GetTimestamp();
            while (!cancellationToken.IsCancellationRequested)
            {
                var happened = await next(after, cancellationToken);
                foreach (var each in happened)
                {
                    after = each.Sequence;
                    var data = JsonSerializer.Serialize(EventAnswer.Of(each), json);
                    await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {after}\nevent: {EventAnswer.Name(each.Kind)}\ndata: {data}\n\n"), cancellationToken);
                }
                if (happened.Count > 0 || time.GetElapsedTime(silent) > Heartbeat)
                {
                    // A comment keeps proxies from closing what is only quiet.
                    if (happened.Count == 0) await context.Response.WriteAsync(": still here\n\n", cancellationToken);
                    await context.Response.Body.FlushAsync(cancellationToken);
                    silent = time.GetTimestamp();
                }
                if (happened.Count < Batch) await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has gone, or the server stops.
        }
    }

    private static long? After(HttpContext context, long? after) =>
        context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : after;
}
