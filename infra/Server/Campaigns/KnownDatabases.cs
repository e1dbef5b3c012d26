using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>The sequence databases callers may name. A caller never gives a path: that would read the server's files.</summary>
/// <param name="Paths">Name to file; empty means the bundled database only.</param>
public sealed record KnownDatabases(IReadOnlyDictionary<string, string> Paths)
{
    private const string Input = "Databases";

    /// <summary>The inputs with databases as the activities take them: <c>NAME=PATH</c>. All the server knows where the caller names none.</summary>
    /// <exception cref="CampaignRefusedException">A name is not known, or is no name.</exception>
    public JsonObject Resolve(WorkflowDefinition definition, JsonObject inputs)
    {
        var resolved = (JsonObject)inputs.DeepClone();
        if (!definition.Inputs.Any(input => input.Name == Input)) return resolved;
        if (resolved[Input] is null)
        {
            if (Paths.Count > 0) resolved[Input] = new JsonArray([.. Paths.Select(path => JsonValue.Create($"{path.Key}={path.Value}"))]);
            return resolved;
        }
        if (resolved[Input] is not JsonArray names) throw new CampaignRefusedException($"{Input} is a list of names.");
        resolved[Input] = new JsonArray([.. names.Select(node =>
        {
            var name = node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            return Paths.TryGetValue(name, out var path) ? JsonValue.Create($"{name}={path}")
                : throw new CampaignRefusedException($"This server knows no database of that name. It knows {(Paths.Count > 0 ? string.Join(", ", Paths.Keys) : "only the bundled one; leave Databases out")}.");
        })]);
        return resolved;
    }
}
