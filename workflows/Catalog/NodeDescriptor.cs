using Foldline.Activities;

namespace Foldline.Workflows;

/// <summary>What a designer needs to know of a node that the runtime executes itself: containers, decisions, assignments, waits.</summary>
public sealed record NodeDescriptor
{
    /// <summary>All of them, by type.</summary>
    public static IReadOnlyList<NodeDescriptor> All { get; } =
        [.. NodeBehaviors.All.Select(Of).OrderBy(descriptor => descriptor.Type, StringComparer.Ordinal)];

    /// <summary>The type name in definitions.</summary>
    public required string Type { get; init; }

    /// <summary>Group in the designer's palette.</summary>
    public required string Category { get; init; }

    /// <summary>Name on the palette.</summary>
    public required string DisplayName { get; init; }

    /// <summary>One sentence for the designer.</summary>
    public required string Description { get; init; }

    /// <summary>Inputs given by expressions.</summary>
    public required IReadOnlyList<PortDescriptor> Inputs { get; init; }

    /// <summary>Outputs that can be captured in a variable.</summary>
    public required IReadOnlyList<PortDescriptor> Outputs { get; init; }

    /// <summary>Properties that are plain JSON rather than expressions.</summary>
    public required IReadOnlyList<string> PlainProperties { get; init; }

    /// <summary>The ways it can end as it comes from the palette.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }

    /// <summary>Properties that hold one activity each, such as <c>body</c>.</summary>
    public required IReadOnlyList<string> EmbeddedPorts { get; init; }

    private static NodeDescriptor Of(NodeBehavior behavior) => new()
    {
        Type = behavior.Type, Category = behavior.Category, DisplayName = behavior.DisplayName, Description = behavior.Description,
        Inputs = behavior.Inputs, Outputs = behavior.Outputs, PlainProperties = behavior.PlainProperties, EmbeddedPorts = behavior.EmbeddedPorts,
        Outcomes = behavior.Outcomes(new ActivityNode([])) ?? [],
    };
}
