namespace Foldline.Persistence.Access;

/// <summary>Table <c>access_deliveries</c>: one event for one webhook.</summary>
internal sealed class DeliveryRow
{
    public required string WebhookId { get; set; }

    public long EventId { get; set; }

    public required string Kind { get; set; }

    public required string Body { get; set; }

    public long CreatedAt { get; set; }

    public int Attempts { get; set; }

    /// <summary>When it is due next; <c>null</c> once it has ended.</summary>
    public long? NextAt { get; set; }

    public long? EndedAt { get; set; }

    public int? Status { get; set; }

    public string? Error { get; set; }
}
