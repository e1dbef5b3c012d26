namespace Foldline.Workflows;

/// <summary>Names a campaign on behalf of somebody.</summary>
/// <param name="Id">The campaign.</param>
/// <param name="Project">
/// The project the asker is bound to: a campaign of another project is not found. <c>null</c> for an administrator, who sees all.
/// </param>
public readonly record struct CampaignRef(string Id, string? Project = null);
