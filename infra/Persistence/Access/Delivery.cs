namespace Foldline.Persistence.Access;

/// <summary>One event on its way to one webhook.</summary>
public sealed record Delivery
{
    /// <summary>The webhook.</summary>
    public required string WebhookId { get; init; }

    /// <summary>The event.</summary>
    public required long EventId { get; init; }

    /// <summary>The event's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What is posted.</summary>
    public required string Body { get; init; }

    /// <summary>When the event was put here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts made.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due; <c>null</c> once it has ended.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it ended: delivered, or given up.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The status of the last answer; <c>null</c> where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }
}
