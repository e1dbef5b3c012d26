using Foldline.Workflows;

namespace Foldline.Persistence;

/// <summary>Table <c>campaign_events</c>.</summary>
internal sealed class CampaignEventRow
{
    public long Sequence { get; set; }

    public long RunKey { get; set; }

    public long At { get; set; }

    public CampaignEventKind Kind { get; set; }

    public string? Target { get; set; }

    public InstanceStatus? Status { get; set; }

    public string? Text { get; set; }

    /// <summary>The writing transaction, where the database lets several write at once: a reader waits for the earlier ones.</summary>
    public long? Tx { get; set; }
}
