using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Activities.Ranking;
using Foldline.Artifacts;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>What of the artifact store belongs to a target: everything its inputs, outputs and activities name, and the samples its ranking names. Nothing else is given out.</summary>
/// <param name="artifacts">The store.</param>
public sealed class TargetArtifacts(IArtifactStore artifacts)
{
    /// <summary>Everything a target names, each artifact once.</summary>
    public async Task<IReadOnlyList<ArtifactAnswer>> OfAsync(TargetDetail target, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ArtifactAnswer>(StringComparer.Ordinal);
        Collect(target.Outputs, "output", found);
        Collect(target.Inputs, "input", found);
        foreach (var execution in target.Executions)
            if (execution.OutputsJson is { } json && JsonNode.Parse(json) is { } outputs) Collect(outputs, execution.ActivityId, found);
        if (Reference(target.Outputs["Ranking"]) is { } ranking && await StoredAsync(ranking, cancellationToken) is { } stored)
            foreach (var sample in stored.Samples) found.TryAdd(sample.File.Sha256, ArtifactAnswer.Of($"sample seed {sample.Seed} sample {sample.Sample}", sample.File));
        return [.. found.Values];
    }

    /// <summary>The artifact a JSON value names, or <c>null</c>.</summary>
    public static ArtifactRef? Reference(JsonNode? node)
    {
        if (node is not JsonObject value || value["sha256"] is null) return null;
        try
        {
            return value.Deserialize<ArtifactRef>(ActivityJson.Options);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private async Task<StoredRanking?> StoredAsync(ArtifactRef ranking, CancellationToken cancellationToken)
    {
        try
        {
            return await artifacts.ReadJsonAsync<StoredRanking>(ranking, ActivityJson.Options, cancellationToken);
        }
        catch (Exception fault) when (fault is JsonException or MissingArtifactException or CorruptArtifactException)
        {
            return null;
        }
    }

    private static void Collect(JsonNode? node, string role, Dictionary<string, ArtifactAnswer> found)
    {
        if (Reference(node) is { } artifact)
        {
            found.TryAdd(artifact.Sha256, ArtifactAnswer.Of(role, artifact));
            return;
        }
        switch (node)
        {
            case JsonObject value:
                foreach (var (name, inner) in value) Collect(inner, $"{role} {name}", found);
                break;
            case JsonArray list:
                foreach (var inner in list) Collect(inner, role, found);
                break;
        }
    }
}
