namespace Foldline.Workflows;

/// <summary>Which campaigns to list; newest first.</summary>
public sealed record CampaignQuery
{
    /// <summary>Of this project only; <c>null</c> for all, which only an administrator may see.</summary>
    public string? Project { get; init; }

    /// <summary>In these states only; none means all.</summary>
    public IReadOnlyList<CampaignState> States { get; init; } = [];

    /// <summary>Whose name or id holds this text.</summary>
    public string? Text { get; init; }

    /// <summary>Submitted by this schedule only.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>Submitted with this idempotency key only.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <c>null</c> for the first.</summary>
    public string? After { get; init; }

    /// <summary>Campaigns on the page, 1 to 500; default 50.</summary>
    public int Take { get; init; } = 50;
}
