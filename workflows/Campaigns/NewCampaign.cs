using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>A campaign to submit.</summary>
public sealed record NewCampaign
{
    /// <summary>The project it belongs to.</summary>
    public required string Project { get; init; }

    /// <summary>What users call it; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow every target follows; the campaign keeps this version whole, whatever becomes of the definition later.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Values of the workflow's inputs that all targets share.</summary>
    public JsonObject Inputs { get; init; } = [];

    /// <summary>The targets; more can be added later.</summary>
    public required IReadOnlyList<NewTarget> Targets { get; init; }

    /// <summary>Higher runs earlier than other campaigns; default 0, from -1000 to 1000.</summary>
    public int Priority { get; init; }

    /// <summary>How it is worked on.</summary>
    public CampaignOptions Options { get; init; } = new();

    /// <summary>What it may spend.</summary>
    public CampaignBudgets Budgets { get; init; } = CampaignBudgets.None;

    /// <summary>
    /// A word of the asker's: a second submission of the project with the same word gives the first one's campaign and submits nothing. Default none.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Who submitted it: the name of a key, a schedule; for display.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>The schedule that submitted it, or <c>null</c>.</summary>
    public string? ScheduleId { get; init; }
}
