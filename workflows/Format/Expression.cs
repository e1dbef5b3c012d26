using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>How an input gets its value.</summary>
/// <param name="Type">The language: <c>Literal</c>, <c>Object</c>, <c>Variable</c>, <c>Input</c> or <c>JavaScript</c>; others are refused by
/// validation.</param>
/// <param name="Value">What the language reads; <c>null</c> leaves the input unset.</param>
/// <param name="DeclaredType">The <c>typeName</c> written beside it.</param>
public sealed record Expression(string Type, JsonNode? Value, string? DeclaredType)
{
    /// <summary>The id and name of what a <c>Variable</c> or <c>Input</c> expression refers to.</summary>
    public (string? Id, string? Name) Reference => Value switch
    {
        JsonObject reference => (reference.Text("id"), reference.Text("name")),
        JsonValue text when text.TryGetValue<string>(out var name) => (name, name),
        _ => (null, null),
    };
}
