namespace Foldline.Scheduling;

/// <summary>What a collection found, and removed where it was to.</summary>
public sealed record CollectionReport
{
    /// <summary>Artifacts that something refers to.</summary>
    public long Kept { get; init; }

    /// <summary>Their bytes.</summary>
    public long KeptBytes { get; init; }

    /// <summary>Artifacts that nothing refers to, and that are too young to be removed.</summary>
    public long Young { get; init; }

    /// <summary>Their bytes.</summary>
    public long YoungBytes { get; init; }

    /// <summary>Artifacts that nothing refers to: removed, or to be removed.</summary>
    public long Unused { get; init; }

    /// <summary>Their bytes.</summary>
    public long UnusedBytes { get; init; }

    /// <summary>Results of searches that were forgotten with their campaigns; the next collection removes them.</summary>
    public long Searches { get; init; }
}
