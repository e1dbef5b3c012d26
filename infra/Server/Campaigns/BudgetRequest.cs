using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>What a campaign may spend; absent means no limit.</summary>
/// <param name="DeviceHours">Hours of network activities, over all devices.</param>
/// <param name="WallHours">Hours since it was submitted, pauses not counted.</param>
public sealed record BudgetRequest(double? DeviceHours, double? WallHours)
{
    internal CampaignBudgets ToBudgets() => new()
    {
        DeviceHours = DeviceHours,
        WallTime = WallHours is not { } hours ? null : hours is > 0 and < 1e6 ? TimeSpan.FromHours(hours)
            : throw new CampaignRefusedException("A budget of wallHours is more than 0 and less than a million."),
    };

    internal static BudgetRequest Of(CampaignBudgets budgets) => new(budgets.DeviceHours, budgets.WallTime?.TotalHours);
}
