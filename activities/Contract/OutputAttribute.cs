namespace Foldline.Activities;

/// <summary>Declares a property of an activity's output record as an output port named after the property.</summary>
/// <param name="description">One sentence for the designer.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string description) : Attribute
{
    /// <summary>One sentence for the designer.</summary>
    public string Description { get; } = description;

    /// <summary>
    /// The kind of artifact (see <see cref="PortType"/>); needed for artifact references, and for other types that are more than their scalar.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>The unit of the value.</summary>
    public string? Unit { get; init; }

    /// <summary>Name in the designer; default the property's name, split into words.</summary>
    public string? DisplayName { get; init; }
}
