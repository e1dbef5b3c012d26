using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Where a node stands in its definition, as designers name it: <c>Workflow1:container:node</c>.</summary>
/// <param name="Id">The node's id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name, or <c>null</c>.</param>
/// <param name="Version">Version of its type; 1 where the definition says none.</param>
/// <param name="Path">The path.</param>
/// <param name="Parent">Id of the container; <c>Workflow1</c> for the root.</param>
/// <param name="Port">The property of the container it lies in, e.g. <c>activities</c> or <c>body</c>.</param>
public sealed record NodePath(string Id, string Type, string? Name, int Version, string Path, string Parent, string Port)
{
    /// <summary>What stands for the workflow itself.</summary>
    public const string Workflow = "Workflow1";

    /// <summary>Every node of a definition, containers before what is in them.</summary>
    public static IReadOnlyList<NodePath> Of(WorkflowDefinition definition)
    {
        var found = new List<NodePath>();
        Walk(definition.Root.Json, Workflow, Workflow, "root", (node, path) => found.Add(path));
        return found;
    }

    /// <summary>Writes each node's path into it, as designers expect.</summary>
    /// <param name="definition">The definition's JSON; it is changed.</param>
    public static void Write(JsonObject definition)
    {
        if (definition["root"] is JsonObject root) Walk(root, Workflow, Workflow, "root", (node, path) => node["nodeId"] = path.Path);
    }

    /// <summary>The JSON of the node at a path, or <c>null</c>.</summary>
    /// <param name="definition">The definition's JSON.</param>
    /// <param name="path">The path.</param>
    public static JsonObject? Find(JsonObject definition, string path)
    {
        JsonObject? found = null;
        if (definition["root"] is JsonObject root)
            Walk(root, Workflow, Workflow, "root", (node, at) => found ??= at.Path == path ? node : null);
        return found;
    }

    private static void Walk(JsonObject node, string parentPath, string parent, string port, Action<JsonObject, NodePath> visit)
    {
        var id = node.Text("id") ?? "";
        var here = new NodePath(id, node.Text("type") ?? "", node.Text("name"), node.Whole("version", 1), $"{parentPath}:{id}", parent, port);
        visit(node, here);
        foreach (var (name, value) in node.ToList())
        {
            if (IsNode(value)) Walk((JsonObject)value!, here.Path, id, name, visit);
            else if (value is JsonArray list)
                foreach (var child in list.Where(IsNode)) Walk((JsonObject)child!, here.Path, id, name, visit);
        }
    }

    /// <summary>A node has an id and a type; expressions have a type alone, variables an id alone.</summary>
    private static bool IsNode(JsonNode? value) => value is JsonObject json && json.Text("id") is not null && json.Text("type") is not null;
}
