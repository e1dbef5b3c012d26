using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>A variable of a workflow or of a container.</summary>
/// <param name="Id">What outputs and expressions refer to.</param>
/// <param name="Name">What scripts call it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Initial">Its first value: text as the designer writes it, or JSON; <c>null</c> for none.</param>
public sealed record VariableDefinition(string Id, string Name, PortType Type, JsonNode? Initial)
{
    internal static VariableDefinition Of(JsonObject json)
    {
        var name = json.Text("name") ?? "";
        var type = json.Text("typeName") ?? "Object";
        return new VariableDefinition(json.Text("id") ?? name, name, new PortType(json.Flag("isArray") ? $"List<{type}>" : type), json["value"]);
    }
}
