namespace Foldline.Persistence.Access;

/// <summary>Table <c>access_webhooks</c>.</summary>
internal sealed class WebhookRow
{
    public required string Id { get; set; }

    public required string Project { get; set; }

    public required string Url { get; set; }

    public required string Secret { get; set; }

    /// <summary>Kinds of event, comma separated; empty for all.</summary>
    public required string Events { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>The last event that was put into the deliveries.</summary>
    public long LastEvent { get; set; }
}
