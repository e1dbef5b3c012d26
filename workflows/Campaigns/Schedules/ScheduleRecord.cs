namespace Foldline.Workflows;

/// <summary>A schedule as it is kept.</summary>
public sealed record ScheduleRecord
{
    /// <summary>Its id, unique.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for.</summary>
    public required NewSchedule Plan { get; init; }

    /// <summary>Whether it submits anything.</summary>
    public required bool Enabled { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run that comes next, or is overdue; <c>null</c> where it watches something or is not enabled.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What it watches, as a page may show it; <c>null</c> with a cron expression.</summary>
    public string? Watched { get; init; }

    /// <summary>Its last run; <c>null</c> before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The campaign of its last run; <c>null</c> where that was left out.</summary>
    public string? LastCampaign { get; init; }

    /// <summary>Why its last run was left out, or failed.</summary>
    public string? LastNote { get; init; }

    /// <summary>Its next five runs, soonest first; none where it watches something or is not enabled.</summary>
    public IReadOnlyList<DateTimeOffset> Next { get; init; } = [];
}
