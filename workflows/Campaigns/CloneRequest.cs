using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>A campaign to make from another one's targets.</summary>
public sealed record CloneRequest
{
    /// <summary>The new campaign's name; default the old one's with "(copy)".</summary>
    public string? Name { get; init; }

    /// <summary>Inputs that differ; they win over every target's own.</summary>
    public JsonObject Inputs { get; init; } = [];

    /// <summary>Another workflow or version; default the old one's snapshot.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>Only targets in these states; none means all.</summary>
    public IReadOnlyList<InstanceStatus> States { get; init; } = [];

    /// <summary>Another priority; default the old one's.</summary>
    public int? Priority { get; init; }

    /// <summary>Other budgets; default the old one's.</summary>
    public CampaignBudgets? Budgets { get; init; }

    /// <summary>As in <see cref="NewCampaign.IdempotencyKey"/>.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Who asked.</summary>
    public string CreatedBy { get; init; } = "";
}
