using System.Text.Json.Nodes;
using Foldline.Server.Campaigns;
using Foldline.Workflows;

namespace Foldline.Server.Schedules;

/// <summary>A schedule to keep: a campaign that is submitted by the clock, or for each file that arrives. Targets may also come as files of a form, as in a submission.</summary>
public sealed record ScheduleRequest
{
    /// <summary>What to call it, and its campaigns.</summary>
    public string? Name { get; init; }

    /// <summary>When: a cron expression of six fields, seconds first, as <c>0 0 3 * * ?</c> for three in the morning. Absent with <see cref="Folder"/>.</summary>
    public string? Cron { get; init; }

    /// <summary>The time zone the expression is read in, as <c>Europe/Berlin</c>; default UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Instead of a time: the name of a folder under the server's inbox, which is made; each file that arrives in it becomes a campaign.</summary>
    public string? Folder { get; init; }

    /// <summary>Runs missed while no process was there: <c>runOnce</c> (default) makes up for one, <c>skip</c> leaves them out.</summary>
    public MissedRuns? Missed { get; init; }

    /// <summary>A run that meets the campaign of the one before: <c>skip</c> (default), <c>cancelPrevious</c> or <c>allow</c>.</summary>
    public RunOverlap? Overlap { get; init; }

    /// <summary>The workflow's definition id; default <c>fold</c>. The schedule keeps the version that is published now.</summary>
    public string? Workflow { get; init; }

    /// <summary>Values of the workflow's inputs, as in a submission.</summary>
    public JsonObject? Inputs { get; init; }

    /// <summary>The targets of each run, as in a submission; none with a folder.</summary>
    public JsonArray? Targets { get; init; }

    /// <summary>Targets as FASTA text.</summary>
    public string? Fasta { get; init; }

    /// <summary>Priority of its campaigns, -1000 to 1000; default 0.</summary>
    public int? Priority { get; init; }

    /// <summary>What each of its campaigns may spend.</summary>
    public BudgetRequest? Budgets { get; init; }
}
