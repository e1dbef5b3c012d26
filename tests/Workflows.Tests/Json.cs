using System.Text.Json.Nodes;

namespace Foldline.Workflows.Tests;

/// <summary>Writes definitions in few words.</summary>
internal static class Json
{
    public static JsonObject Literal(string value) => Expression("Literal", value);

    public static JsonObject Script(string value) => Expression("JavaScript", value);

    public static JsonObject Input(string name) => Expression("Input", new JsonObject { ["name"] = name });

    public static JsonObject Variable(string name) => Expression("Variable", new JsonObject { ["id"] = name, ["name"] = name });

    public static JsonObject To(string variable) => new() { ["memoryReference"] = new JsonObject { ["id"] = variable } };

    public static JsonObject Expression(string type, JsonNode value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public static JsonObject Node(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var node = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties) node[name] = value;
        return node;
    }

    public static JsonObject Flowchart(string id, JsonObject[] activities, params string[] arrows) => Node(id, "Elsa.Flowchart",
        ("activities", new JsonArray([.. activities])), ("connections", new JsonArray([.. arrows.Select(Arrow)])));

    /// <summary>An arrow written as <c>a>b</c> or <c>a.Yes>b</c>.</summary>
    private static JsonNode Arrow(string arrow)
    {
        var ends = arrow.Split('>');
        var source = ends[0].Split('.');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
        };
    }

    public static WorkflowDefinition Workflow(JsonObject root, (string Name, string Type)[]? variables = null, (string Name, string Type)[]? inputs = null,
        (string Name, string Type)[]? outputs = null) =>
        WorkflowDefinition.From(new JsonObject
        {
            ["definitionId"] = "test",
            ["name"] = "test",
            ["variables"] = Declared(variables, "typeName", withId: true),
            ["inputs"] = Declared(inputs, "type", withId: false),
            ["outputs"] = Declared(outputs, "type", withId: false),
            ["root"] = root,
        });

    private static JsonArray Declared((string Name, string Type)[]? all, string typeProperty, bool withId) => new([.. (all ?? []).Select(one =>
    {
        var json = new JsonObject { ["name"] = one.Name, [typeProperty] = one.Type };
        if (withId) json["id"] = one.Name;
        return json;
    })]);
}
