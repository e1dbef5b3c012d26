using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Foldline.Sequences;
using Foldline.Server.Campaigns;

namespace Foldline.Server.Tests;

/// <summary>Counts, and knows nothing of costs.</summary>
internal sealed class TestPlanner : IPlanner
{
    public Task<CampaignPlan> PlanAsync(ImmutableArray<Target> targets, JsonObject inputs, CancellationToken cancellationToken) => Task.FromResult(new CampaignPlan
    {
        Targets = targets.Length, Duplicates = 0, LargestTokens = targets.Max(target => target.Residues), Tokens = targets.Sum(target => (long)target.Residues),
        Structures = targets.Length * inputs["Samples"]!.GetValue<int>(), Searches = 0, Model = "foldline-demo",
    });
}
