using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Foldline.Sequences;

namespace Foldline.Server.Campaigns;

/// <summary>Tells what a campaign will cost before it starts. The composition root knows the network and gives the answer.</summary>
public interface IPlanner
{
    /// <summary>The plan for targets with the workflow's inputs.</summary>
    Task<CampaignPlan> PlanAsync(ImmutableArray<Target> targets, JsonObject inputs, CancellationToken cancellationToken);
}
