using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>
/// Reads <c>customProperties.needs</c> of a node, what its worker must have: <c>{"memoryGb": 40, "device": "cuda", "databases": ["uniref90"]}</c>, each of them optional.
/// </summary>
internal static class NodeNeeds
{
    /// <summary>Reads the needs of a node; on a fault <paramref name="problem"/> says which.</summary>
    public static ActivityNeeds Read(ActivityNode node, out string? problem)
    {
        problem = null;
        var needs = ActivityNeeds.None;
        switch (node.Needs)
        {
            case null: return needs;
            case not JsonObject: problem = "needs is an object, for example {\"memoryGb\": 40}."; return needs;
        }
        foreach (var (name, value) in (JsonObject)node.Needs)
        {
            switch (name)
            {
                case "memoryGb" when value is JsonValue number && number.TryGetValue<double>(out var gigabytes) && gigabytes is > 0 and < 1e6:
                    needs = needs with { Memory = (long)(gigabytes * 1e9) };
                    break;
                case "device" when value is JsonValue text && text.TryGetValue<string>(out var device) && device is "cpu" or "cuda" or "npu":
                    needs = needs with { Device = value!.GetValue<string>() };
                    break;
                case "databases" when value is JsonArray names && names.All(database => database is JsonValue text && text.TryGetValue<string>(out _)):
                    needs = needs with { Databases = [.. names.Select(database => database!.GetValue<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };
                    break;
                case "memoryGb" or "device" or "databases":
                    problem = $"needs.{name} cannot be {value?.ToJsonString() ?? "null"}; memoryGb is a number above 0, device cpu, cuda or npu, databases a list of names.";
                    return needs;
                default:
                    problem = $"needs.{name} is not known; there are memoryGb, device and databases.";
                    return needs;
            }
        }
        return needs;
    }
}
