namespace Foldline.Persistence;

/// <summary>Table <c>workers</c>.</summary>
internal sealed class WorkerRow
{
    public required string Id { get; set; }

    public required string Machine { get; set; }

    public int ProcessId { get; set; }

    public required string Offer { get; set; }

    public int Load { get; set; }

    public long StartedAt { get; set; }

    public long HeardAt { get; set; }

    public long? LeftAt { get; set; }
}
