using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>A definition as a file that Elsa's tools recognise.</summary>
public static class DefinitionExport
{
    /// <summary>The schema exported files name.</summary>
    public const string Schema = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";

    /// <summary>The file's JSON: the definition with its schema in front.</summary>
    public static JsonObject Json(WorkflowDefinition definition)
    {
        var file = new JsonObject { ["$schema"] = Schema };
        foreach (var (name, value) in definition.ToJson())
            if (name is not ("$schema" or "links")) file[name] = value.Copy();
        return file;
    }

    /// <summary>The same as text, indented for people.</summary>
    public static string Write(WorkflowDefinition definition) => WorkflowDefinition.From(Json(definition)).Write();
}
