using System.Collections.Concurrent;
using System.Globalization;
using Foldline.Server.Access;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Instances as the designer names them: the id is the target's key. Another project's instance is not there.</summary>
internal sealed class InstanceReader(ICampaigns campaigns)
{
    private static readonly ConcurrentDictionary<string, string> VersionIds = new(StringComparer.Ordinal);

    /// <summary>An instance with its workflow, or <c>null</c>.</summary>
    public async Task<Instance?> FindAsync(string? id, Caller caller, CancellationToken cancellationToken)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key)) return null;
        try
        {
            var detail = await campaigns.InstanceAsync(key, caller.Project, cancellationToken);
            var campaign = await campaigns.GetAsync(new CampaignRef(detail.Summary.CampaignId, caller.Project), cancellationToken);
            return new Instance(detail, campaign.Definition);
        }
        catch (CampaignNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A page of instances with the id of the version each follows.</summary>
    public async Task<(IReadOnlyList<(TargetSummary Summary, string VersionId)> Items, int Total)> ListAsync(InstanceQuery query, Caller caller,
        CancellationToken cancellationToken)
    {
        var page = await campaigns.InstancesAsync(query with { Project = caller.Project }, cancellationToken);
        var items = new List<(TargetSummary, string)>();
        foreach (var summary in page.Items) items.Add((summary, await VersionIdAsync(summary.CampaignId, caller, cancellationToken)));
        return (items, page.Total);
    }

    /// <summary>The definition a run keeps under a version id that the catalogue no longer has; only for runs that were listed before.</summary>
    public async Task<WorkflowDefinition?> DefinitionOfRunAsync(string versionId, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var (campaign, id) in VersionIds.Where(known => known.Value == versionId))
        {
            try
            {
                return (await campaigns.GetAsync(new CampaignRef(campaign, caller.Project), cancellationToken)).Definition;
            }
            catch (CampaignNotFoundException)
            {
                // another project's, or deleted
            }
        }
        return null;
    }

    /// <summary>Stops an instance that has not ended.</summary>
    public async Task<bool> CancelAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { Ended: false } instance) return false;
        await campaigns.CancelTargetAsync(new CampaignRef(instance.Summary.CampaignId, caller.Project), instance.Summary.Name, cancellationToken);
        return true;
    }

    /// <summary>Removes an instance that has ended.</summary>
    public async Task<bool> DeleteAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, caller, cancellationToken) is not { } instance) return false;
        if (!instance.Ended) throw new CampaignRefusedException("An instance that is under way cannot be deleted; cancel it first.");
        await campaigns.DeleteInstanceAsync(instance.Key, caller.Project, cancellationToken);
        return true;
    }

    private async Task<string> VersionIdAsync(string campaign, Caller caller, CancellationToken cancellationToken)
    {
        if (VersionIds.TryGetValue(campaign, out var known)) return known;
        var definition = (await campaigns.GetAsync(new CampaignRef(campaign, caller.Project), cancellationToken)).Definition;
        var id = definition.Id ?? $"run-{campaign}";
        if (VersionIds.Count > 100_000) VersionIds.Clear();
        VersionIds[campaign] = id;
        return id;
    }
}
