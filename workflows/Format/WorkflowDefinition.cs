using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>
/// A workflow definition in Elsa 3's format. What is read is kept whole, known or unknown, so that writing gives back equal JSON; the properties here are
/// views of it.
/// Definitions do not change: <see cref="With"/> makes another.
/// </summary>
public sealed class WorkflowDefinition
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256, AllowDuplicateProperties = false,
        CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, MaxDepth = 256,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Compact = new() { MaxDepth = 256 };
    private readonly JsonObject _json;

    private WorkflowDefinition(JsonObject json)
    {
        _json = json;
        Root = json["root"] is JsonObject root ? new ActivityNode(root) : throw new DefinitionException("A workflow definition needs a 'root' activity.");
    }

    /// <summary>Id of this version; <c>null</c> before it is stored.</summary>
    public string? Id => _json.Text("id");

    /// <summary>Id all versions share; the name where there is none.</summary>
    public string DefinitionId => GivenDefinitionId ?? Name;

    /// <summary>Id all versions share, or <c>null</c> where a designer has not been given one yet.</summary>
    public string? GivenDefinitionId => _json.Text("definitionId") is { Length: > 0 } id ? id : null;

    /// <summary>Name of the workflow.</summary>
    public string Name => _json.Text("name") ?? _json.Text("definitionId") ?? "";

    /// <summary>What it is for.</summary>
    public string Description => _json.Text("description") ?? "";

    /// <summary>Number of this version, from 1.</summary>
    public int Version => _json.Whole("version", 1);

    /// <summary>Whether this is the newest version.</summary>
    public bool IsLatest => _json.Flag("isLatest");

    /// <summary>Whether this version is the one that runs.</summary>
    public bool IsPublished => _json.Flag("isPublished");

    /// <summary>Version of the tool that wrote it; <c>null</c> where it says none.</summary>
    public string? ToolVersion => _json.Text("toolVersion");

    /// <summary>Whether designers may not change it.</summary>
    public bool IsReadonly => _json.Flag("isReadonly");

    /// <summary>Whether it belongs to the system and is not listed for people.</summary>
    public bool IsSystem => _json.Flag("isSystem");

    /// <summary>The activity everything lies in.</summary>
    public ActivityNode Root { get; }

    /// <summary>Variables of the whole workflow.</summary>
    public IReadOnlyList<VariableDefinition> Variables => [.. _json.Objects("variables").Select(VariableDefinition.Of)];

    /// <summary>What a run gives.</summary>
    public IReadOnlyList<InputDefinition> Inputs
    {
        get
        {
            var defaults = (_json["customProperties"] as JsonObject)?["defaults"] as JsonObject;
            return [.. _json.Objects("inputs").Select(input => InputDefinition.Of(input, defaults))];
        }
    }

    /// <summary>What a run leaves.</summary>
    public IReadOnlyList<OutputDefinition> Outputs => [.. _json.Objects("outputs").Select(OutputDefinition.Of)];

    /// <summary>SHA-256 of the compact JSON: two definitions with the same hash are the same text.</summary>
    public string ContentHash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(_json, Compact)));

    /// <summary>Reads a definition: the plain object, or the <c>model</c> inside what a designer posts.</summary>
    /// <exception cref="DefinitionException">The text is not JSON or holds no root activity.</exception>
    public static WorkflowDefinition Parse(string json)
    {
        try
        {
            return From(JsonNode.Parse(json, null, Reading));
        }
        catch (JsonException error)
        {
            throw new DefinitionException($"The workflow definition is not JSON: {error.Message}", error);
        }
    }

    /// <summary>Reads a definition from JSON that is parsed already; the node is copied.</summary>
    /// <exception cref="DefinitionException">There is no root activity.</exception>
    public static WorkflowDefinition From(JsonNode? node)
    {
        if (node is not JsonObject json) throw new DefinitionException("A workflow definition is a JSON object.");
        if (!json.ContainsKey("root") && json["model"] is JsonObject model) json = model;
        return new WorkflowDefinition(json.DeepClone().AsObject());
    }

    /// <summary>Another definition: a copy of this one, changed by <paramref name="edit"/>.</summary>
    public WorkflowDefinition With(Action<JsonObject> edit)
    {
        var copy = ToJson();
        edit(copy);
        return new WorkflowDefinition(copy);
    }

    /// <summary>A copy of the JSON, equal to what was read.</summary>
    public JsonObject ToJson() => _json.DeepClone().AsObject();

    /// <summary>The JSON as text, indented for people.</summary>
    public string Write() => _json.ToJsonString(Indented);
}
