namespace Foldline.Activities;

/// <summary>Declares an activity: what definitions call it and what the designer shows.</summary>
/// <param name="type">The type name in definitions, e.g. <c>Foldline.SearchAlignments</c>.</param>
/// <param name="description">One sentence for the designer.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string type, string description) : Attribute
{
    /// <summary>The type name in definitions.</summary>
    public string Type { get; } = type;

    /// <summary>One sentence for the designer.</summary>
    public string Description { get; } = description;

    /// <summary>Version of the contract; raised when inputs or outputs change their meaning. Default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Group in the designer's palette; default <c>Foldline</c>.</summary>
    public string Category { get; init; } = "Foldline";

    /// <summary>Name on the palette; default the type's last part, split into words.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it mostly uses; default <see cref="ResourceClass.Light"/>.</summary>
    public ResourceClass Resource { get; init; } = ResourceClass.Light;

    /// <summary>The ways it can end, as ports of a flowchart; default only <c>Done</c>.</summary>
    public string[] Outcomes { get; init; } = [ActivityResult.Done];
}
