using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Cli.Running;
using Foldline.Network.Configuration;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;
using Foldline.Search;
using Foldline.Sequences;
using Foldline.Server.Campaigns;

namespace Foldline.Cli.Serving;

/// <summary>Costs of a campaign on this process's network and device.</summary>
/// <param name="network">The network.</param>
/// <param name="weightsLabel">What its weights are where they are no trained predictor.</param>
/// <param name="dtype">fp32 or bf16.</param>
internal sealed class ServePlanner(NetworkConfiguration network, string weightsLabel, string dtype) : IPlanner
{
    // Rows an alignment is assumed to have before it is known; a deep one costs more in the MSA module only.
    private const int AssumedMsaRows = 1000;
    private readonly Lazy<MatmulRate> _rate = new(() => MatmulRate.Measure(size: 1024, repeats: 3));

    public Task<CampaignPlan> PlanAsync(ImmutableArray<Target> targets, JsonObject inputs, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var seeds = (inputs["Seeds"] as JsonArray)?.Count ?? 1;
        var (samples, steps, cycles) = (Number("Samples") ?? 5, Number("Steps") is > 0 and var some ? some : (int?)null, Number("Cycles") is > 0 and var few ? few : (int?)null);
        var useMsa = inputs["UseMsa"] is not JsonValue value || !value.TryGetValue<bool>(out var wanted) || wanted;
        var distinct = targets.GroupBy(target => JsonSerializer.Serialize(target with { Name = "", Origin = "" }, ActivityJson.Options), StringComparer.Ordinal).ToList();
        // Targets of a size cost alike, and a campaign has few sizes.
        var (seconds, peak, structures, tooLarge) = (0.0, 0L, 0L, new List<string>());
        foreach (var group in distinct.Select(each => each.First()).GroupBy(target => (target.Residues, Seeds: target.Seeds.IsEmpty ? seeds : target.Seeds.Length)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var load = new Workload
            {
                Tokens = group.Key.Residues, MsaRows = useMsa ? AssumedMsaRows : 1, Cycles = cycles, Steps = steps, Samples = samples, Seeds = group.Key.Seeds, Dtype = Networks.Dtype(dtype),
            };
            var memory = MemoryPlan.For(network, load);
            seconds += CostEstimate.For(network, load, _rate.Value).Time.TotalSeconds * group.Count();
            structures += (long)group.Key.Seeds * samples * group.Count();
            peak = Math.Max(peak, memory.PeakBytes);
            if (!memory.Fits) tooLarge.AddRange(group.Select(target => target.Name));
        }
        var searches = !useMsa ? 0 : targets.SelectMany(target => target.Entities)
            .Where(entity => (entity.Alignments.Unpaired is null || entity.Alignments.Paired is null) && AlignmentSearch.IsSearchable(entity.Sequence))
            .Select(entity => entity.Sequence).Distinct(StringComparer.Ordinal).Count();
        return new CampaignPlan
        {
            Targets = targets.Length, Duplicates = targets.Length - distinct.Count, LargestTokens = targets.Max(target => target.Residues), Tokens = targets.Sum(target => (long)target.Residues),
            Structures = structures, Searches = searches, Model = network.Name, WeightsLabel = weightsLabel.Length > 0 ? weightsLabel : null, Seconds = Math.Round(seconds, 1),
            PeakMb = Math.Round(peak / 1e6), TooLarge = tooLarge,
        };

        int? Number(string name) => inputs[name] is JsonValue number && number.TryGetValue<int>(out var count) ? count : null;
    }, cancellationToken);
}
