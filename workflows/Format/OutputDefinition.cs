using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>An output of a workflow: the variable of the same name, when the workflow ends or a SetOutput gives it.</summary>
/// <param name="Name">What callers call it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Description">One sentence for forms.</param>
public sealed record OutputDefinition(string Name, PortType Type, string Description)
{
    internal static OutputDefinition Of(JsonObject json)
    {
        var type = json.Text("type") ?? "Object";
        return new OutputDefinition(json.Text("name") ?? "", new PortType(json.Flag("isArray") ? $"List<{type}>" : type), json.Text("description") ?? "");
    }
}
