using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>A schedule to keep: campaigns that are submitted by the clock, or when files arrive in a folder or container.</summary>
public sealed record NewSchedule
{
    /// <summary>The project its campaigns belong to.</summary>
    public required string Project { get; init; }

    /// <summary>What users call it; its campaigns are called so, too.</summary>
    public required string Name { get; init; }

    /// <summary>When: a cron expression of six fields, seconds first, e.g. <c>0 0 3 * * ?</c> for three in the morning; <c>null</c> where something is watched.</summary>
    public string? Cron { get; init; }

    /// <summary>The time zone the expression is read in, e.g. <c>Europe/Berlin</c>; default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>
    /// What is watched: the full path of a folder on the leading machine, or <c>azure:CONNECTION</c> with a container. Each input file that lies or arrives there
    /// becomes a campaign, again when its content changes; <c>null</c> with a cron expression. It may hold a key: show <see cref="ScheduleRecord.Watched"/>.
    /// </summary>
    public string? Watch { get; init; }

    /// <summary>Runs that were missed; default: one is made up for.</summary>
    public MissedRuns Missed { get; init; }

    /// <summary>Runs that meet an open campaign; default: they are left out. Files are never left out.</summary>
    public RunOverlap Overlap { get; init; }

    /// <summary>The workflow, kept as it is now.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Inputs that all targets share.</summary>
    public JsonObject Inputs { get; init; } = [];

    /// <summary>The targets of each run; none where something is watched.</summary>
    public IReadOnlyList<NewTarget> Targets { get; init; } = [];

    /// <summary>Of its campaigns.</summary>
    public int Priority { get; init; }

    /// <summary>Of each of its campaigns.</summary>
    public CampaignBudgets Budgets { get; init; } = CampaignBudgets.None;

    /// <summary>Who made it.</summary>
    public string CreatedBy { get; init; } = "";
}
