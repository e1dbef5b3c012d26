using System.Text.Json;
using System.Text.Json.Nodes;
using Foldline.Activities;
using Foldline.Artifacts;

namespace Foldline.Workflows;

/// <summary>Finds and replaces artifact references inside JSON values.</summary>
internal static class ArtifactJson
{
    /// <summary>Every reference in a value, in order.</summary>
    public static IEnumerable<ArtifactRef> References(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json when IsReference(json):
                yield return json.Deserialize<ArtifactRef>(ActivityJson.Options)!;
                break;
            case JsonObject json:
                foreach (var (_, value) in json)
                    foreach (var reference in References(value)) yield return reference;
                break;
            case JsonArray array:
                foreach (var item in array)
                    foreach (var reference in References(item)) yield return reference;
                break;
        }
    }

    /// <summary>A copy in which references are exchanged by hash.</summary>
    public static JsonNode? Replace(JsonNode? node, IReadOnlyDictionary<string, ArtifactRef> exchange) => node switch
    {
        JsonObject json when IsReference(json) => exchange.TryGetValue(json.Text("sha256")!, out var other)
            ? JsonSerializer.SerializeToNode(other, ActivityJson.Options) : json.DeepClone(),
        JsonObject json => new JsonObject(json.Select(property => KeyValuePair.Create(property.Key, Replace(property.Value, exchange)))),
        JsonArray array => new JsonArray([.. array.Select(item => Replace(item, exchange))]),
        _ => node.Copy(),
    };

    private static bool IsReference(JsonObject json) => json.Text("sha256") is { Length: 64 } && json.ContainsKey("length") && json.ContainsKey("mediaType");
}
