namespace Foldline.Workflows;

/// <summary>Campaigns that instances of other workflows ask for.</summary>
public interface IChildCampaigns
{
    /// <summary>Submits a campaign under an id of the asker's; where it exists already, nothing happens.</summary>
    /// <exception cref="CampaignRefusedException">Its inputs are at fault.</exception>
    /// <exception cref="DefinitionException">Its workflow must not run.</exception>
    Task SubmitAsync(string id, NewCampaign campaign, CancellationToken cancellationToken);

    /// <summary>How the campaign has ended, with the result where it had a single target; <c>null</c> while it is open.</summary>
    Task<(TargetCounts Counts, InstanceResult? Only)?> EndOfAsync(string id, CancellationToken cancellationToken);
}
