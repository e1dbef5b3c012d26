using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;
using Foldline.Sequences;

namespace Foldline.Workflows;

/// <summary>Makes targets of campaigns from what users ask to fold.</summary>
public static class FoldTargets
{
    /// <summary>The same of several, in their order.</summary>
    /// <param name="targets">What is to be folded.</param>
    /// <param name="artifacts">Where it is stored.</param>
    /// <param name="cancellationToken">Stops the storing.</param>
    public static async Task<IReadOnlyList<NewTarget>> StoreAsync(IReadOnlyList<Target> targets, IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        var stored = new List<NewTarget>(targets.Count);
        foreach (var target in targets) stored.Add(await StoreAsync(target, artifacts, cancellationToken));
        return stored;
    }

    /// <summary>Stores what is to be folded and names it as a target of a campaign. Two targets that differ in their name alone are the same.</summary>
    /// <param name="target">What is to be folded.</param>
    /// <param name="artifacts">Where it is stored.</param>
    /// <param name="cancellationToken">Stops the storing.</param>
    public static async Task<NewTarget> StoreAsync(Target target, IArtifactStore artifacts, CancellationToken cancellationToken)
    {
        var stored = await artifacts.PutJsonAsync(target, ActivityJson.Options, cancellationToken);
        var inputs = new JsonObject { ["Target"] = JsonSerializer.SerializeToNode(stored, ActivityJson.Options) };
        if (!target.Seeds.IsEmpty) inputs["Seeds"] = new JsonArray([.. target.Seeds.Select(seed => (JsonNode?)JsonValue.Create(seed))]);
        var nameless = JsonSerializer.SerializeToUtf8Bytes(target with { Name = "", Origin = "" }, ActivityJson.Options);
        return new NewTarget(target.Name, inputs) { Identity = Convert.ToHexStringLower(SHA256.HashData(nameless)) };
    }
}
