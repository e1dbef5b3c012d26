namespace Foldline.Workflows;

/// <summary>How many targets are in each state.</summary>
public sealed record TargetCounts
{
    /// <summary>Not begun.</summary>
    public int Pending { get; init; }

    /// <summary>Under way, or about to.</summary>
    public int Running { get; init; }

    /// <summary>Waiting for the time of their next attempt.</summary>
    public int Waiting { get; init; }

    /// <summary>Ended with their result.</summary>
    public int Succeeded { get; init; }

    /// <summary>Ended without.</summary>
    public int Failed { get; init; }

    /// <summary>Put aside because they end the process they run in.</summary>
    public int Quarantined { get; init; }

    /// <summary>Ended because the campaign was cancelled.</summary>
    public int Cancelled { get; init; }

    /// <summary>All targets.</summary>
    public int Total => Open + Ended;

    /// <summary>Targets that have not ended.</summary>
    public int Open => Pending + Running + Waiting;

    /// <summary>Targets that have ended.</summary>
    public int Ended => Succeeded + Failed + Quarantined + Cancelled;

    /// <summary>The counts of a tally.</summary>
    public static TargetCounts Of(IReadOnlyDictionary<InstanceStatus, int> tally)
    {
        int Count(InstanceStatus status) => tally.GetValueOrDefault(status);
        return new TargetCounts
        {
            Pending = Count(InstanceStatus.Pending), Running = Count(InstanceStatus.Running), Waiting = Count(InstanceStatus.Waiting),
            Succeeded = Count(InstanceStatus.Succeeded), Failed = Count(InstanceStatus.Failed), Quarantined = Count(InstanceStatus.Quarantined),
            Cancelled = Count(InstanceStatus.Cancelled),
        };
    }
}
