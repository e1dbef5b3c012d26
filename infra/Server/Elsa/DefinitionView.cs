using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Definitions as Elsa Studio reads them: whole, with paths of nodes, with what a designer left out filled in, and with links that say what may be done.</summary>
internal static class DefinitionView
{
    /// <summary>The definition itself.</summary>
    public static JsonObject Whole(DefinitionVersion version, bool mayChange) => Whole(version.Definition, mayChange);

    /// <summary>The definition itself.</summary>
    public static JsonObject Whole(WorkflowDefinition definition, bool mayChange)
    {
        var json = definition.ToJson();
        json.Remove("$schema");
        json.Remove("links");
        foreach (var list in (string[])["variables", "inputs", "outputs", "outcomes"]) json[list] ??= new JsonArray();
        json["customProperties"] ??= new JsonObject();
        json["options"] ??= new JsonObject { ["autoUpdateConsumingWorkflows"] = false };
        json["toolVersion"] ??= "3.8.0.0";
        json["isReadonly"] = definition.IsReadonly;
        json["isSystem"] = definition.IsSystem;
        // Elsa writes no nulls in the envelope; within activities they mean "not set" and stay.
        foreach (var part in json.Where(property => property.Key != "root").Select(property => property.Value)) WithoutNulls(part);
        Answers.Filled(json);
        if (json["root"] is JsonObject root) Complete(root);
        NodePath.Write(json);
        var answer = new JsonObject { ["links"] = DefinitionLinks.Of(definition.DefinitionId, mayChange) };
        foreach (var (name, value) in json.ToList())
        {
            json.Remove(name);
            answer[name] = value;
        }
        return answer;
    }

    /// <summary>The definition as a file.</summary>
    public static JsonObject File(DefinitionVersion version)
    {
        var whole = Whole(version, mayChange: false);
        whole.Remove("links");
        whole.Insert(0, "$schema", DefinitionExport.Schema);
        return whole;
    }

    /// <summary>A row of a list.</summary>
    public static JsonObject Summary(DefinitionVersion version, bool mayChange)
    {
        var row = Bare(version);
        row.Insert(0, "links", DefinitionLinks.Of(version.DefinitionId, mayChange));
        row.Insert(1, "isMaterializerAvailable", true);
        return row;
    }

    /// <summary>A row without links.</summary>
    public static JsonObject Bare(DefinitionVersion version) => Answers.Filled(new JsonObject
    {
        ["id"] = version.Id,
        ["definitionId"] = version.DefinitionId,
        ["name"] = version.Name,
        ["description"] = version.Content.Description is { Length: > 0 } text ? text : null,
        ["version"] = version.Version,
        ["toolVersion"] = version.Content.ToolVersion ?? "3.8.0.0",
        ["isLatest"] = version.IsLatest,
        ["isPublished"] = version.IsPublished,
        ["materializerName"] = "Json",
        ["createdAt"] = Answers.Time(version.CreatedAt),
        ["isReadonly"] = version.Content.IsReadonly,
    });

    /// <summary>A version as the history lists it: the envelope, with the root as text.</summary>
    public static JsonObject Stored(DefinitionVersion version)
    {
        var json = Whole(version, mayChange: false);
        json.Remove("links");
        json["materializerName"] = "Json";
        json["stringData"] = json["root"]?.ToJsonString();
        json.Remove("root");
        return json;
    }

    /// <summary>The workflow as the container around its root.</summary>
    public static JsonObject AsActivity(DefinitionVersion version)
    {
        var whole = Whole(version, mayChange: false);
        JsonNode? Take(string name)
        {
            var value = whole[name];
            whole.Remove(name);
            return value;
        }
        return new JsonObject
        {
            ["identity"] = new JsonObject { ["definitionId"] = version.DefinitionId, ["version"] = version.Version, ["id"] = version.Id },
            ["publication"] = new JsonObject { ["isLatest"] = version.IsLatest, ["isPublished"] = version.IsPublished },
            ["inputs"] = Take("inputs"), ["outputs"] = Take("outputs"), ["outcomes"] = Take("outcomes"),
            ["workflowMetadata"] = Answers.Filled(new JsonObject
            {
                ["name"] = version.Name, ["description"] = Take("description"), ["createdAt"] = Answers.Time(version.CreatedAt), ["toolVersion"] = Take("toolVersion"),
            }),
            ["options"] = Take("options"),
            ["isReadonly"] = version.Content.IsReadonly, ["isSystem"] = version.Content.IsSystem,
            ["definitionHandle"] = new JsonObject { ["definitionVersionId"] = version.Id },
            ["result"] = null,
            ["root"] = Take("root"),
            ["id"] = NodePath.Workflow, ["nodeId"] = NodePath.Workflow, ["name"] = null, ["type"] = "Elsa.Workflow", ["version"] = 1,
            ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject(),
        };
    }

    private static void WithoutNulls(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            Answers.Filled(json);
            foreach (var (_, value) in json) WithoutNulls(value);
        }
        if (node is JsonArray list)
            foreach (var item in list) WithoutNulls(item);
    }

    /// <summary>A flowchart that was just made has nothing in it; the canvas wants its lists.</summary>
    private static void Complete(JsonObject root)
    {
        root["customProperties"] ??= new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false };
        root["metadata"] ??= new JsonObject();
        if (root["type"]?.ToString() != "Elsa.Flowchart") return;
        root["customProperties"]!.AsObject().TryAdd("notFoundConnections", new JsonArray());
        foreach (var list in (string[])["activities", "variables", "connections"]) root[list] ??= new JsonArray();
    }
}
