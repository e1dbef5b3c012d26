using Microsoft.EntityFrameworkCore;

namespace Foldline.Persistence.Access;

/// <summary>Webhooks and what is on its way to them.</summary>
/// <param name="database">Where they lie.</param>
public sealed class WebhookStore(AccessDatabase database)
{
    /// <summary>Keeps a new webhook.</summary>
    public async Task AddAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        context.Webhooks.Add(new WebhookRow
        {
            Id = webhook.Id, Project = webhook.Project, Url = webhook.Url, Secret = webhook.Secret, Events = string.Join(',', webhook.Events),
            CreatedAt = AccessDatabase.Ms(webhook.CreatedAt), LastEvent = webhook.LastEvent,
        });
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The webhooks of a project, or of all.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(string? project, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var rows = await context.Webhooks.AsNoTracking().Where(row => project == null || row.Project == project)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <summary>Removes a webhook and what is on its way to it; <c>false</c> where the project has none of that id.</summary>
    public async Task<bool> RemoveAsync(string project, string id, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        if (await context.Webhooks.Where(row => row.Id == id && row.Project == project).ExecuteDeleteAsync(cancellationToken) == 0) return false;
        await context.Deliveries.Where(row => row.WebhookId == id).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    /// <summary>Puts events into a webhook's deliveries and moves its mark, together. Events it has already are passed over.</summary>
    public async Task EnqueueAsync(string webhookId, IReadOnlyList<(long Id, string Kind, string Body)> events, long lastEvent, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var ids = events.Select(happened => happened.Id).ToList();
        var known = await context.Deliveries.Where(row => row.WebhookId == webhookId && ids.Contains(row.EventId)).Select(row => row.EventId).ToListAsync(cancellationToken);
        var at = AccessDatabase.Ms(now);
        context.Deliveries.AddRange(events.Where(happened => !known.Contains(happened.Id)).Select(happened => new DeliveryRow
        {
            WebhookId = webhookId, EventId = happened.Id, Kind = happened.Kind, Body = happened.Body, CreatedAt = at, NextAt = at,
        }));
        await context.SaveChangesAsync(cancellationToken);
        await context.Webhooks.Where(row => row.Id == webhookId).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastEvent, lastEvent), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Deliveries that are due, oldest first.</summary>
    public async Task<IReadOnlyList<Delivery>> DueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var at = AccessDatabase.Ms(now);
        var rows = await context.Deliveries.AsNoTracking().Where(row => row.NextAt != null && row.NextAt <= at)
            .OrderBy(row => row.NextAt).ThenBy(row => row.EventId).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <summary>Notes how an attempt ended.</summary>
    public async Task NoteAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var row = await context.Deliveries.FirstOrDefaultAsync(each => each.WebhookId == delivery.WebhookId && each.EventId == delivery.EventId, cancellationToken);
        if (row is null) return;
        (row.Attempts, row.Status, row.Error) = (delivery.Attempts, delivery.Status, delivery.Error);
        row.NextAt = delivery.NextAt is { } next ? AccessDatabase.Ms(next) : null;
        row.EndedAt = delivery.EndedAt is { } end ? AccessDatabase.Ms(end) : null;
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The delivery log of a webhook, newest first.</summary>
    public async Task<IReadOnlyList<Delivery>> LogAsync(string project, string webhookId, long? before, int take, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var rows = await (from delivery in context.Deliveries.AsNoTracking()
                          where delivery.WebhookId == webhookId && (before == null || delivery.EventId < before)
                          join webhook in context.Webhooks on delivery.WebhookId equals webhook.Id
                          where webhook.Project == project
                          orderby delivery.EventId descending
                          select delivery).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(Record)];
    }

    /// <summary>Forgets what ended before a time.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var at = AccessDatabase.Ms(before);
        await context.Deliveries.Where(row => row.EndedAt != null && row.EndedAt < at).ExecuteDeleteAsync(cancellationToken);
    }

    private static Webhook Record(WebhookRow row) => new(row.Id, row.Project, row.Url, row.Secret,
        row.Events.Split(',', StringSplitOptions.RemoveEmptyEntries), AccessDatabase.Time(row.CreatedAt), row.LastEvent);

    private static Delivery Record(DeliveryRow row) => new()
    {
        WebhookId = row.WebhookId, EventId = row.EventId, Kind = row.Kind, Body = row.Body, CreatedAt = AccessDatabase.Time(row.CreatedAt), Attempts = row.Attempts,
        NextAt = AccessDatabase.Time(row.NextAt), EndedAt = AccessDatabase.Time(row.EndedAt), Status = row.Status, Error = row.Error,
    };
}
