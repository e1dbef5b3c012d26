using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Ranking.Output;
using Foldline.Ranking.Samples;
using Foldline.Sequences;
using Foldline.Server.Campaigns;
using Foldline.Server.Errors;
using Foldline.Server.Hosting;
using Foldline.Structures.Output;
using Foldline.Workflows;

namespace Foldline.Server.TargetResults;

/// <summary>The result of one target, in the forms users know: models, confidences, alignments.</summary>
/// <param name="artifacts">Where it lies.</param>
/// <param name="target">The target.</param>
/// <param name="ranking">Its samples, best first.</param>
/// <param name="stored">The ranking as it is stored.</param>
/// <param name="provenance">Who made it.</param>
public sealed class TargetResult(IArtifactStore artifacts, TargetDetail target, TargetRanking ranking, ArtifactRef stored, ModelProvenance provenance)
{
    private static readonly MmcifModelWriter Models = new();

    /// <summary>The target's samples, best first.</summary>
    public TargetRanking Ranking => ranking;

    /// <summary>Who made it; its warning belongs on every page and in every file.</summary>
    public ModelProvenance Provenance => provenance;

    /// <summary>Names this very result, for caches.</summary>
    public string Identity => stored.Sha256;

    /// <summary>The result of a target.</summary>
    /// <exception cref="ApiException">There is none (yet).</exception>
    public static async Task<TargetResult> OpenAsync(IArtifactStore artifacts, TargetDetail target, ServerOptions options, CancellationToken cancellationToken)
    {
        if (target.Summary.Status != InstanceStatus.Succeeded || TargetArtifacts.Reference(target.Outputs["Ranking"]) is not { } reference)
            throw new ApiException(404, $"Target '{target.Summary.Name}' has no structures{(target.Summary.EndedAt is null ? " yet" : "")}.");
        var stored = await artifacts.ReadJsonAsync<StoredRanking>(reference, ActivityJson.Options, cancellationToken);
        return new TargetResult(artifacts, target, await stored.OpenAsync(artifacts, cancellationToken), reference, ProvenanceOf(target, options));
    }

    /// <summary>A sample by seed and number; the best where neither is given.</summary>
    /// <exception cref="ApiException">There is no such sample.</exception>
    public RankedSample Sample(long? seed, int? sample) => seed is null && sample is null ? ranking.Best
        : ranking.Samples.FirstOrDefault(each => (seed is null || each.Seed == seed) && (sample is null || each.Sample == sample)) ?? throw ApiException.NotFound("sample of this target");

    /// <summary>The model as mmCIF.</summary>
    public byte[] Structure(RankedSample ranked)
    {
        var sample = ranked.Load();
        using var text = new StringWriter();
        Models.Write(text, new PredictedModel
        {
            Name = ranked.Rank == 1 ? target.Summary.Name : $"{target.Summary.Name}_{ranked.Folder}", Layout = sample.Layout, Coordinates = sample.Coordinates,
            AtomPlddt = sample.Confidence.AtomPlddt, Provenance = provenance, Seed = ranked.Seed, Sample = ranked.Sample,
        });
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>All confidences, as AlphaFold 3 names them.</summary>
    public static byte[] Confidences(RankedSample ranked)
    {
        using var stream = new MemoryStream();
        ConfidencesJson.Write(stream, ranked.Load());
        return stream.ToArray();
    }

    /// <summary>The scores, as AlphaFold 3 names them.</summary>
    public byte[] Summary(RankedSample ranked)
    {
        using var stream = new MemoryStream();
        SummaryConfidencesJson.Write(stream, ranked, [.. ranked.Load().Layout.Chains.Select(chain => chain.Id)], provenance);
        return stream.ToArray();
    }

    /// <summary>The line of the target in a ranking.</summary>
    public RankingRow Row()
    {
        var best = ranking.Best.Load();
        return RankingRow.Of(ranking, [.. best.Layout.Chains.Select(chain => chain.Id)], best.Layout.Tokens, provenance.WeightsLabel);
    }

    /// <summary>The alignments, entity by entity; empty where the workflow gave none.</summary>
    public async Task<IReadOnlyList<(Entity Entity, ChainAlignments Alignments)>> AlignmentsAsync(CancellationToken cancellationToken)
    {
        if (TargetArtifacts.Reference(target.Outputs["Alignments"]) is not { } alignments
            || target.Inputs.Select(input => TargetArtifacts.Reference(input.Value)).FirstOrDefault(reference => reference is not null) is not { } input) return [];
        var found = await artifacts.ReadJsonAsync<TargetAlignments>(alignments, ActivityJson.Options, cancellationToken);
        var chains = await artifacts.ReadJsonAsync<Target>(input, ActivityJson.Options, cancellationToken);
        return [.. chains.Entities.Zip(found.Entities)];
    }

    // What the activity that predicted wrote down; results from before it did say so.
    private static ModelProvenance ProvenanceOf(TargetDetail target, ServerOptions options)
    {
        foreach (var execution in target.Executions)
        {
            if (execution.OutputsJson is not { } json || JsonNode.Parse(json) is not JsonObject outputs || outputs["model"] is not JsonValue model) continue;
            return new ModelProvenance
            {
                Version = options.Version, Network = model.GetValue<string>(), WeightsHash = outputs["weightsHash"]?.GetValue<string>() ?? "",
                WeightsLabel = outputs["weightsLabel"]?.GetValue<string>() ?? "",
            };
        }
        return new ModelProvenance { Version = options.Version, Network = "unknown", WeightsLabel = "of unknown origin" };
    }
}
