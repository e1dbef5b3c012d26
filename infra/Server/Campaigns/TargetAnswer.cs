using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>A target. In lists the parts after <see cref="Links"/> are absent.</summary>
public sealed record TargetAnswer
{
    /// <summary>Its name, unique in the campaign.</summary>
    public required string Name { get; init; }

    /// <summary>The id of its workflow instance.</summary>
    public required string Instance { get; init; }

    /// <summary>pending, running, waiting, succeeded, failed, quarantined or cancelled.</summary>
    public required InstanceStatus State { get; init; }

    /// <summary>The node of the workflow it is at, or stopped at.</summary>
    public string? Activity { get; init; }

    /// <summary>The identical target whose result it shares.</summary>
    public string? SharedWith { get; init; }

    /// <summary>Rounds of adaptive sampling.</summary>
    public int Rounds { get; init; }

    /// <summary>Why it failed.</summary>
    public FailureAnswer? Failure { get; init; }

    /// <summary>What it waits for that no worker has: a role, a database, a device, memory.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>When its next attempt is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Addresses that belong to it.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    /// <summary>Values of the workflow's inputs.</summary>
    public JsonObject? Inputs { get; init; }

    /// <summary>The workflow's outputs.</summary>
    public JsonObject? Outputs { get; init; }

    /// <summary>What was done, node by node, with every attempt.</summary>
    public IReadOnlyList<ActivityAnswer>? Activities { get; init; }

    /// <summary>Everything it has in the artifact store.</summary>
    public IReadOnlyList<ArtifactAnswer>? Artifacts { get; init; }

    internal static TargetAnswer Of(TargetSummary summary) => new()
    {
        Name = summary.Name, Instance = summary.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), State = summary.Status, Activity = summary.Activity,
        SharedWith = summary.SharedWith, Rounds = summary.Rounds, Failure = FailureAnswer.Of(summary.Failure), WaitsFor = summary.WaitsFor, DueAt = summary.DueAt, CreatedAt = summary.CreatedAt,
        StartedAt = summary.StartedAt, EndedAt = summary.EndedAt, Links = LinksOf(summary),
    };

    internal static TargetAnswer Of(TargetDetail detail, IReadOnlyList<ArtifactAnswer> artifacts) => Of(detail.Summary) with
    {
        Inputs = detail.Inputs, Outputs = detail.Outputs, Artifacts = artifacts, Activities = ActivityAnswer.Of(detail),
    };

    private static Dictionary<string, string> LinksOf(TargetSummary target)
    {
        var name = Uri.EscapeDataString(target.Name);
        var self = $"/api/v1/campaigns/{target.CampaignId}/targets/{name}";
        var links = new Dictionary<string, string> { ["self"] = self, ["page"] = $"/campaigns/{target.CampaignId}/targets/{name}" };
        if (target.Status != InstanceStatus.Succeeded) return links;
        foreach (var part in (string[])["ranking", "structure", "confidences", "summary", "alignments"]) links[part] = $"{self}/{part}";
        return links;
    }
}
