using System.Text.Json.Nodes;

namespace Foldline.Activities;

/// <summary>One typed input or output of an activity.</summary>
public sealed record PortDescriptor
{
    /// <summary>The property's name, e.g. <c>MaxRows</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The property in a definition's JSON: the name in camel case.</summary>
    public required string JsonName { get; init; }

    /// <summary>What may be wired to it.</summary>
    public required PortType Type { get; init; }

    /// <summary>Name in the designer.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One sentence for the designer.</summary>
    public required string Description { get; init; }

    /// <summary>The unit of the value; <c>null</c> where it has none.</summary>
    public string? Unit { get; init; }

    /// <summary>For inputs: whether a definition must give it.</summary>
    public bool Required { get; init; }

    /// <summary>For inputs: the value it has where the definition gives none, as JSON text; <c>null</c> for none.</summary>
    public string? DefaultJson { get; init; }

    /// <summary>The values to choose from; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>A fresh copy of the default.</summary>
    public JsonNode? Default() => DefaultJson is null ? null : JsonNode.Parse(DefaultJson);
}
