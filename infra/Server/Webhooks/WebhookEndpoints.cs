using System.Buffers.Text;
using System.Security.Cryptography;
using Foldline.Persistence.Access;
using Foldline.Sequences;
using Foldline.Server.Access;
using Foldline.Server.Api;
using Foldline.Server.Campaigns;
using Foldline.Server.Errors;
using Foldline.Server.Events;
using Foldline.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Foldline.Server.Webhooks;

/// <summary>The webhooks of the caller's project.</summary>
internal static class WebhookEndpoints
{
    private const int MostWebhooks = 20;

    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/webhooks").WithTags("Webhooks").RequireAuthorization(Scopes.Admin);
        group.MapGet("", async (HttpContext context, WebhookStore store, CancellationToken cancellationToken) =>
                new Listing<WebhookAnswer>([.. (await store.ListAsync(context.Caller().Project, cancellationToken)).Select(webhook => WebhookAnswer.Of(webhook))]))
            .WithSummary("The project's webhooks");
        group.MapPost("", CreateAsync).WithSummary("Tell an address of events, signed; its secret is shown this once").Produces<WebhookAnswer>(201);
        group.MapDelete("/{id}", async (string id, HttpContext context, WebhookStore store, CancellationToken cancellationToken) =>
                await store.RemoveAsync(context.Caller().Project, id, cancellationToken) ? Results.NoContent() : throw ApiException.NotFound("webhook"))
            .WithSummary("Remove a webhook").Produces(204);
        group.MapGet("/{id}/deliveries", LogAsync).WithSummary("The delivery log, newest first");
    }

    private static async Task<IResult> CreateAsync(WebhookRequest request, HttpContext context, WebhookStore store, ICampaigns campaigns, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var url = WebhookAddress.Parse(request.Url);
        var project = context.Caller().Project;
        if ((await store.ListAsync(project, cancellationToken)).Count >= MostWebhooks) throw ApiException.Conflict($"A project has at most {MostWebhooks} webhooks.");
        var events = request.Events is { Count: > 0 } given ? given : [.. EventAnswer.Kinds.Where(kind => kind.StartsWith("campaign.", StringComparison.Ordinal))];
        if (events.FirstOrDefault(kind => !EventAnswer.Kinds.Contains(kind)) is { } unknown)
            throw new InputException($"'{unknown}' is no kind of event; those are {string.Join(", ", EventAnswer.Kinds)}.");
        var webhook = new Webhook(KeyText.NewId(), project, url.AbsoluteUri, "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), [.. events.Distinct()],
            time.GetUtcNow(), await campaigns.LastEventAsync(cancellationToken));
        await store.AddAsync(webhook, cancellationToken);
        return Results.Created($"/api/v1/webhooks/{webhook.Id}", WebhookAnswer.Of(webhook, withSecret: true));
    }

    private static async Task<Listing<DeliveryAnswer>> LogAsync(string id, long? after, int? take, HttpContext context, WebhookStore store, CancellationToken cancellationToken)
    {
        var project = context.Caller().Project;
        if ((await store.ListAsync(project, cancellationToken)).All(webhook => webhook.Id != id)) throw ApiException.NotFound("webhook");
        var most = CampaignEndpoints.Take(take, 100, 500);
        var entries = await store.LogAsync(project, id, after, most, cancellationToken);
        return new Listing<DeliveryAnswer>([.. entries.Select(DeliveryAnswer.Of)],
            context.NextPage(entries.Count == most ? entries[^1].EventId.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }
}
