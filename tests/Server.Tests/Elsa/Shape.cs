using System.Text.Json;
using System.Text.Json.Nodes;

namespace Foldline.Server.Tests.Elsa;

/// <summary>
/// Compares an answer with a recorded shape: the same property names, kinds and nesting; values are free. In a shape <c>name?</c> is a property only some of
/// the recorded items had, <c>any</c> a bag of the server's own, an empty list a list whose items were not recorded.
/// </summary>
internal static class Shape
{
    /// <summary>Properties Elsa's contract knows and leaves out where they have no value, whether or not a recording happened to have one.</summary>
    private static readonly HashSet<string> Optional = new(StringComparer.Ordinal)
    {
        "description", "correlationId", "name", "finishedAt", "completedAt", "message", "payload", "activityName", "activityState", "outputs", "exception", "schedulingActivityExecutionId",
        "schedulingActivityId", "parentActivityInstanceId", "parentContextId", "ownerActivityNodeId", "providerName", "toolVersion", "defaultValue", "storageDriverTypeName", "isArray",
        "activityId", "value",
    };

    /// <summary>Where the answer differs from the shape, each as a sentence; empty where it fits.</summary>
    public static IReadOnlyList<string> Differences(JsonNode? answer, JsonNode? shape)
    {
        var found = new List<string>();
        Compare(answer, shape, "$", found);
        return found;
    }

    private static void Compare(JsonNode? answer, JsonNode? shape, string at, List<string> found)
    {
        if (shape is null || shape.ToString() == "any") return;
        if (shape is JsonObject wanted)
        {
            if (answer is not JsonObject given)
            {
                found.Add($"{at} is {Kind(answer)}, an object was recorded");
                return;
            }
            foreach (var (marked, inner) in wanted)
            {
                var name = marked.TrimEnd('?');
                if (given.ContainsKey(name)) Compare(given[name], inner, $"{at}.{name}", found);
                else if (!marked.EndsWith('?') && !Optional.Contains(name)) found.Add($"{at}.{name} is missing");
            }
            foreach (var (name, _) in given)
                if (!wanted.ContainsKey(name) && !wanted.ContainsKey(name + "?") && !Optional.Contains(name)) found.Add($"{at}.{name} was not recorded");
        }
        else if (shape is JsonArray list)
        {
            if (answer is not JsonArray items) found.Add($"{at} is {Kind(answer)}, a list was recorded");
            else if (list.Count > 0)
                for (var i = 0; i < items.Count; i++) Compare(items[i], list[0], $"{at}[{i}]", found);
        }
        else if (Kind(answer) != shape.ToString() && shape.ToString() != "null" && answer is not null)
        {
            found.Add($"{at} is {Kind(answer)}, {shape} was recorded");
        }
    }

    private static string Kind(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "list",
        _ => node.GetValueKind() switch { JsonValueKind.String => "string", JsonValueKind.Number => "number", _ => "bool" },
    };
}
