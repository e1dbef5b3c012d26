using System.Text.Json.Nodes;
using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>An input of a workflow: what a run must or may give.</summary>
/// <param name="Name">What the run and expressions call it.</param>
/// <param name="Type">What it holds.</param>
/// <param name="DisplayName">Name on forms.</param>
/// <param name="Description">One sentence for forms.</param>
/// <param name="Default">Its value where the run gives none; a property of ours that Elsa keeps in <c>customProperties.defaults</c> of the definition.</param>
public sealed record InputDefinition(string Name, PortType Type, string DisplayName, string Description, JsonNode? Default)
{
    internal static InputDefinition Of(JsonObject json, JsonObject? defaults)
    {
        var name = json.Text("name") ?? "";
        var type = json.Text("type") ?? "Object";
        return new InputDefinition(name, new PortType(json.Flag("isArray") ? $"List<{type}>" : type), json.Text("displayName") ?? name,
            json.Text("description") ?? "", defaults?[name]);
    }
}
