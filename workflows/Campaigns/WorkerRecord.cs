namespace Foldline.Workflows;

/// <summary>A process that works, or did lately.</summary>
public sealed record WorkerRecord
{
    /// <summary>Unique per start of a process.</summary>
    public required string Id { get; init; }

    /// <summary>The machine it runs on.</summary>
    public required string Machine { get; init; }

    /// <summary>Its process there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>What it works on and at what.</summary>
    public required WorkerOffer Offer { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last heard of.</summary>
    public required DateTimeOffset HeardAt { get; init; }

    /// <summary>When it left in order, or was found dead; <c>null</c> while it lives.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>Bursts it runs now.</summary>
    public int Load { get; init; }
}
