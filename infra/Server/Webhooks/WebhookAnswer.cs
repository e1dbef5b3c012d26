using Foldline.Persistence.Access;

namespace Foldline.Server.Webhooks;

/// <summary>A webhook.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Events">Kinds of event.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Secret">The key of the signature: only in the answer that makes it.</param>
public sealed record WebhookAnswer(string Id, string Url, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string? Secret = null)
{
    internal static WebhookAnswer Of(Webhook webhook, bool withSecret = false) =>
        new(webhook.Id, webhook.Url, webhook.Events, webhook.CreatedAt, withSecret ? webhook.Secret : null);
}
