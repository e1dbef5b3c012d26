using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Reading what a designer wrote: absent, null and ill-typed properties are all "not given".</summary>
internal static class JsonReading
{
    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static int Whole(this JsonObject json, string name, int otherwise) => json[name] is JsonValue value && value.TryGetValue<int>(out var number)
        ? number : otherwise;

    public static IEnumerable<JsonObject> Objects(this JsonObject json, string name) => json[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    public static JsonNode? Copy(this JsonNode? node) => node?.DeepClone();
}
