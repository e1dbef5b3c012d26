using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>A campaign. In lists the parts after <see cref="Links"/> are absent.</summary>
public sealed record CampaignAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The project it belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>The workflow its targets follow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The version of it.</summary>
    public required int WorkflowVersion { get; init; }

    /// <summary>running, paused, cancelling, cancelled, succeeded, partlySucceeded or failed.</summary>
    public required CampaignState State { get; init; }

    /// <summary>Why it is paused, where a budget did it.</summary>
    public string? PausedBecause { get; init; }

    /// <summary>Higher runs earlier.</summary>
    public required int Priority { get; init; }

    /// <summary>How its targets stand.</summary>
    public required TargetCounts Counts { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last target ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who submitted it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The campaign it was cloned from.</summary>
    public string? ClonedFrom { get; init; }

    /// <summary>The schedule that submitted it.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Addresses that belong to it.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    /// <summary>Inputs all targets share.</summary>
    public JsonObject? Inputs { get; init; }

    /// <summary>What it may spend.</summary>
    public BudgetRequest? Budgets { get; init; }

    /// <summary>Failed and quarantined targets by class of failure.</summary>
    public IReadOnlyDictionary<string, int>? Failures { get; init; }

    /// <summary>What targets wait for that no worker has, with how many wait.</summary>
    public IReadOnlyDictionary<string, int>? WaitsFor { get; init; }

    /// <summary>Hours of network activities so far.</summary>
    public double? DeviceHours { get; init; }

    /// <summary>Seconds it has been worked on.</summary>
    public double? ActiveSeconds { get; init; }

    /// <summary>Targets that ended in the last hour.</summary>
    public double? TargetsPerHour { get; init; }

    /// <summary>When the last target will have ended, at this rate.</summary>
    public DateTimeOffset? ExpectedEnd { get; init; }

    /// <summary>What the reader of the targets changed or passed over; only in the answer to a submission.</summary>
    public IReadOnlyList<string>? Notices { get; init; }

    internal static CampaignAnswer Of(CampaignSummary summary) => new()
    {
        Id = summary.Id, Name = summary.Name, Project = summary.Project, Workflow = summary.DefinitionId, WorkflowVersion = summary.DefinitionVersion,
        State = summary.State, PausedBecause = summary.PausedBecause, Priority = summary.Priority, Counts = summary.Counts, CreatedAt = summary.CreatedAt,
        EndedAt = summary.EndedAt, CreatedBy = summary.CreatedBy, ClonedFrom = summary.ClonedFrom, ScheduleId = summary.ScheduleId, Links = LinksOf(summary.Id, summary.EndedAt is not null),
    };

    internal static CampaignAnswer Of(CampaignDetail detail) => Of(detail.Summary) with
    {
        Inputs = detail.Inputs, Budgets = BudgetRequest.Of(detail.Budgets), DeviceHours = detail.DeviceHours, ActiveSeconds = detail.ActiveTime.TotalSeconds,
        WaitsFor = detail.WaitsFor, TargetsPerHour = detail.TargetsPerHour, ExpectedEnd = detail.ExpectedEnd, Failures = detail.Failures.ToDictionary(pair => Word(pair.Key), pair => pair.Value),
    };

    internal static string Word(FailureClass value) => value.ToString().ToLowerInvariant();

    private static Dictionary<string, string> LinksOf(string id, bool ended)
    {
        var self = $"/api/v1/campaigns/{id}";
        var links = new Dictionary<string, string>
        {
            ["self"] = self, ["targets"] = self + "/targets", ["ranking"] = self + "/ranking", ["failures"] = self + "/failures", ["events"] = self + "/events",
            ["report"] = self + "/report", ["page"] = $"/campaigns/{id}",
        };
        if (ended) links["delete"] = self;
        return links;
    }
}
