namespace Foldline.Workflows;

/// <summary>What a campaign may spend before it is paused. Raising a budget and resuming lets it go on.</summary>
public sealed record CampaignBudgets
{
    /// <summary>Hours that activities of class Model may take, over all devices; default no limit.</summary>
    public double? DeviceHours { get; init; }

    /// <summary>Time since it was submitted, pauses not counted; default no limit.</summary>
    public TimeSpan? WallTime { get; init; }

    /// <summary>No limit at all.</summary>
    public static CampaignBudgets None { get; } = new();
}
