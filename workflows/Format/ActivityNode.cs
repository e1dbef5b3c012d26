using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>A node of a definition: a typed view of its JSON, which stays whole underneath.</summary>
public sealed class ActivityNode
{
    internal ActivityNode(JsonObject json) => Json = json;

    /// <summary>Id, unique in the definition.</summary>
    public string Id => Json.Text("id") ?? "";

    /// <summary>Type name, e.g. <c>Elsa.Flowchart</c>.</summary>
    public string Type => Json.Text("type") ?? "";

    /// <summary>Name a designer gave it.</summary>
    public string? Name => Json.Text("name");

    /// <summary>Version of the activity's contract; 0 where the definition says none, which means the latest.</summary>
    public int Version => Json.Whole("version", 0);

    /// <summary>The label on the canvas, the name or the id, whichever there is.</summary>
    public string Label => (Json["metadata"] as JsonObject)?.Text("displayText") ?? Name ?? Id;

    /// <summary>Whether a flowchart begins here.</summary>
    public bool CanStart => CustomProperties?.Flag("canStartWorkflow") ?? false;

    /// <summary>The retry policy of the node as written, or <c>null</c>.</summary>
    public JsonObject? ResilienceStrategy => CustomProperties?["resilienceStrategy"] as JsonObject;

    /// <summary>What the node's worker must have, as written, or <c>null</c>.</summary>
    public JsonNode? Needs => CustomProperties?["needs"];

    /// <summary>The node as written. Treat as read-only: definitions do not change.</summary>
    internal JsonObject Json { get; }

    private JsonObject? CustomProperties => Json["customProperties"] as JsonObject;

    /// <summary>Variables a container declares.</summary>
    public IReadOnlyList<VariableDefinition> Variables => [.. Json.Objects("variables").Select(VariableDefinition.Of)];

    /// <summary>Child activities of a container, in order.</summary>
    public IReadOnlyList<ActivityNode> Activities => Nodes("activities");

    /// <summary>Arrows of a flowchart.</summary>
    public IReadOnlyList<Connection> Connections => [.. Json.Objects("connections").Select(Connection.Of)];

    /// <summary>The child in an embedded port such as <c>then</c> or <c>body</c>.</summary>
    public ActivityNode? Child(string property) => Json[property] is JsonObject child && child.ContainsKey("type") ? new ActivityNode(child) : null;

    /// <summary>The activities in a property that is a list of them.</summary>
    internal IReadOnlyList<ActivityNode> Nodes(string property) => [.. Json.Objects(property).Select(child => new ActivityNode(child))];

    /// <summary>The objects in a property that is a list of them.</summary>
    internal IEnumerable<JsonObject> Objects(string property) => Json.Objects(property);

    /// <summary>The expression of an input, or <c>null</c> where it is unset.</summary>
    public Expression? Input(string jsonName)
    {
        if (Json[jsonName] is not JsonObject wrapper || wrapper["expression"] is not JsonObject expression) return null;
        var value = expression["value"];
        return value is null ? null : new Expression(expression.Text("type") ?? "Literal", value, wrapper.Text("typeName"));
    }

    /// <summary>The id of the variable an output is captured in, or <c>null</c>.</summary>
    public string? OutputVariable(string jsonName) => (Json[jsonName] as JsonObject)?["memoryReference"] is JsonObject reference ? reference.Text("id") : null;

    /// <summary>A property that is not an expression, as JSON.</summary>
    internal JsonNode? Plain(string jsonName) => Json[jsonName];

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Type})";
}
