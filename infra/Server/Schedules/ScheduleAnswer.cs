using System.Text.Json.Nodes;
using Foldline.Server.Campaigns;
using Foldline.Workflows;

namespace Foldline.Server.Schedules;

/// <summary>A schedule.</summary>
public sealed record ScheduleAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it submits anything.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Its cron expression; absent where it waits for files.</summary>
    public string? Cron { get; init; }

    /// <summary>The time zone of the expression.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The folder or container it looks into, without its key; absent where it goes by the clock.</summary>
    public string? Watched { get; init; }

    /// <summary>What becomes of missed runs: runOnce or skip.</summary>
    public required MissedRuns Missed { get; init; }

    /// <summary>What becomes of a run that meets an open campaign: skip, cancelPrevious or allow.</summary>
    public required RunOverlap Overlap { get; init; }

    /// <summary>The workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The version it keeps.</summary>
    public required int WorkflowVersion { get; init; }

    /// <summary>Inputs its targets share.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>How many targets a run has; 0 where files bring them.</summary>
    public required int Targets { get; init; }

    /// <summary>Priority of its campaigns.</summary>
    public required int Priority { get; init; }

    /// <summary>What each campaign may spend.</summary>
    public required BudgetRequest Budgets { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The run that comes next, or is overdue; absent where it waits for files or is disabled.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Its next runs, soonest first; none where it waits for files or is disabled.</summary>
    public required IReadOnlyList<DateTimeOffset> Next { get; init; }

    /// <summary>Its last run.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The campaign of its last run; absent where that was left out.</summary>
    public string? LastCampaign { get; init; }

    /// <summary>Why its last run was left out, or failed.</summary>
    public string? LastNote { get; init; }

    /// <summary>Addresses that belong to it.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    internal static ScheduleAnswer Of(ScheduleRecord schedule) => new()
    {
        Id = schedule.Id, Name = schedule.Plan.Name, Enabled = schedule.Enabled, Cron = schedule.Plan.Cron, TimeZone = schedule.Plan.Cron is null ? null : schedule.Plan.TimeZone,
        Watched = schedule.Watched, Missed = schedule.Plan.Missed, Overlap = schedule.Plan.Overlap, Workflow = schedule.Plan.Definition.DefinitionId,
        WorkflowVersion = schedule.Plan.Definition.Version, Inputs = schedule.Plan.Inputs, Targets = schedule.Plan.Targets.Count, Priority = schedule.Plan.Priority,
        Budgets = BudgetRequest.Of(schedule.Plan.Budgets), CreatedAt = schedule.CreatedAt, CreatedBy = schedule.Plan.CreatedBy, DueAt = schedule.DueAt, Next = schedule.Next, LastAt = schedule.LastAt,
        LastCampaign = schedule.LastCampaign, LastNote = schedule.LastNote,
        Links = new Dictionary<string, string>
        {
            ["self"] = $"/api/v1/schedules/{schedule.Id}", ["campaigns"] = $"/api/v1/campaigns?schedule={schedule.Id}", ["page"] = "/schedules",
        },
    };
}
