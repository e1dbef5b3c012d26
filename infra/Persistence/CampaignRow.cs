using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Table <c>campaigns</c>: what a run is beyond its instances, where it is a campaign.</summary>
internal sealed class CampaignRow
{
    public long RunKey { get; set; }

    public required string Id { get; set; }

    public required string Project { get; set; }

    public required string Name { get; set; }

    public required string DefinitionId { get; set; }

    public int DefinitionVersion { get; set; }

    public CampaignState State { get; set; }

    public string? PausedBecause { get; set; }

    public int Priority { get; set; }

    public required string Inputs { get; set; }

    public required string Options { get; set; }

    public required string Budgets { get; set; }

    public string? IdempotencyKey { get; set; }

    public required string RequestHash { get; set; }

    public required string CreatedBy { get; set; }

    public string? ClonedFrom { get; set; }

    public string? ScheduleId { get; set; }

    public long CreatedAt { get; set; }

    public long? EndedAt { get; set; }

    /// <summary>Time worked on before <see cref="RunningSince"/>.</summary>
    public long ActiveMs { get; set; }

    /// <summary>When it was last set going; <c>null</c> while it is paused or has ended.</summary>
    public long? RunningSince { get; set; }

    /// <summary>The tally of its targets, once it has ended.</summary>
    public string? Counts { get; set; }
}
