using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>Everything about a campaign but its targets.</summary>
public sealed record CampaignDetail
{
    /// <summary>What lists show.</summary>
    public required CampaignSummary Summary { get; init; }

    /// <summary>Inputs all targets share.</summary>
    public required JsonObject Inputs { get; init; }

    /// <summary>How it is worked on.</summary>
    public required CampaignOptions Options { get; init; }

    /// <summary>What it may spend.</summary>
    public required CampaignBudgets Budgets { get; init; }

    /// <summary>The workflow, as the campaign keeps it.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Failed and quarantined targets by class of failure.</summary>
    public required IReadOnlyDictionary<FailureClass, int> Failures { get; init; }

    /// <summary>What its targets wait for that no living worker has, with how many wait; empty where nothing is wanting.</summary>
    public IReadOnlyDictionary<string, int> WaitsFor { get; init; } = new Dictionary<string, int>();

    /// <summary>Hours that activities of class Model have taken.</summary>
    public required double DeviceHours { get; init; }

    /// <summary>Time it has been worked on, pauses not counted.</summary>
    public required TimeSpan ActiveTime { get; init; }

    /// <summary>Targets that ended within the last hour, as a rate: targets an hour.</summary>
    public required double TargetsPerHour { get; init; }

    /// <summary>When the last target will have ended at this rate; <c>null</c> where there is no rate, or nothing is open.</summary>
    public DateTimeOffset? ExpectedEnd { get; init; }
}
