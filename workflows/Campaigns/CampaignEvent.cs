namespace Foldline.Workflows;

/// <summary>Something that happened in a campaign.</summary>
/// <param name="Sequence">Grows over all campaigns; where a reader goes on.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
public sealed record CampaignEvent(long Sequence, string CampaignId, CampaignEventKind Kind, DateTimeOffset At)
{
    /// <summary>The target; <c>null</c> for events of the whole campaign.</summary>
    public string? Target { get; init; }

    /// <summary>The state a target ended in.</summary>
    public InstanceStatus? Status { get; init; }

    /// <summary>A sentence, where there is something to say.</summary>
    public string? Text { get; init; }
}
