namespace Foldline.Workflows;

/// <summary>There is no such campaign, target or instance, or it belongs to another project.</summary>
/// <param name="what">What was asked for, in a user's words.</param>
public sealed class CampaignNotFoundException(string what) : Exception($"There is no {what}.");
