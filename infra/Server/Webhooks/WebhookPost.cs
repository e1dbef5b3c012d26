using System.Globalization;
using System.Text;
using System.Text.Json;
using Foldline.Persistence.Access;
using Foldline.Server.Events;
using Foldline.Server.Hosting;
using Foldline.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Foldline.Server.Webhooks;

/// <summary>
/// Tells webhooks what happens: moves events into deliveries, posts what is due, signed, and tries again with growing pauses (5 s, 10 s, … at most an hour) for about a
/// day. All of it is rows, so nothing is forgotten when the server stops; a receiver may get an event twice and tells by its id.
/// </summary>
internal sealed class WebhookPost(WebhookStore store, ICampaigns campaigns, ServerOptions options, TimeProvider time, ILogger<WebhookPost> log) : BackgroundService
{
    private static readonly JsonSerializerOptions Json = MakeJson();
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int MostAttempts = 30;
    private const int Batch = 200;
    private const int Parallel = 8;
    private readonly HttpClient _client = new(WebhookAddress.Handler(options.AllowPrivateWebhooks)) { Timeout = TimeSpan.FromSeconds(10) };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    foreach (var webhook in await store.ListAsync(null, stoppingToken)) await EnqueueAsync(webhook, stoppingToken);
                    await PostAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    log.LogWarning(fault, "Webhooks could not be served and are tried again");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; what is due stays due.
        }
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    private async Task EnqueueAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var happened = await campaigns.ProjectEventsAsync(webhook.Project, webhook.LastEvent, Batch, cancellationToken);
        if (happened.Count == 0) return;
        var wanted = happened.Select(EventAnswer.Of).Where(each => webhook.Events.Contains(each.Kind)).Select(each => (each.Id, each.Kind, JsonSerializer.Serialize(each, Json)));
        await store.EnqueueAsync(webhook.Id, [.. wanted], happened[^1].Sequence, time.GetUtcNow(), cancellationToken);
    }

    private async Task PostAsync(CancellationToken cancellationToken)
    {
        var due = await store.DueAsync(time.GetUtcNow(), Batch, cancellationToken);
        if (due.Count == 0) return;
        var webhooks = (await store.ListAsync(null, cancellationToken)).ToDictionary(webhook => webhook.Id);
        await System.Threading.Tasks.Parallel.ForEachAsync(due.Where(delivery => webhooks.ContainsKey(delivery.WebhookId)),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
            async (delivery, token) => await store.NoteAsync(await TryAsync(webhooks[delivery.WebhookId], delivery, token), token));
    }

    private async Task<Delivery> TryAsync(Webhook webhook, Delivery delivery, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (status, error) = ((int?)null, (string?)null);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
            request.Headers.Add(Signature.Header, Signature.Of(webhook.Secret, now, delivery.Body));
            request.Headers.Add("Foldline-Event", delivery.Kind);
            request.Headers.Add("Foldline-Delivery", string.Create(CultureInfo.InvariantCulture, $"{webhook.Id}-{delivery.EventId}"));
            request.Headers.UserAgent.ParseAdd("Foldline");
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            status = (int)answer.StatusCode;
            if (!answer.IsSuccessStatusCode) error = $"The receiver answered {status}.";
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            error = fault is OperationCanceledException ? "The receiver did not answer within 10 s." : Short((fault.InnerException ?? fault).Message);
        }
        var attempts = delivery.Attempts + 1;
        var ended = error is null || attempts >= MostAttempts;
        if (error is not null) log.LogWarning("Webhook {Webhook}, event {Event}, attempt {Attempt}: {Error}", webhook.Id, delivery.EventId, attempts, error);
        return delivery with { Attempts = attempts, Status = status, Error = error, EndedAt = ended ? now : null, NextAt = ended ? null : now + Wait(attempts) };
    }

    private static TimeSpan Wait(int attempts) => TimeSpan.FromSeconds(Math.Min(3600, 5 * Math.Pow(2, attempts - 1)));

    private static string Short(string text) => text.Length > 300 ? text[..300] : text;

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions();
        ServerHost.Json(json);
        return json;
    }
}
