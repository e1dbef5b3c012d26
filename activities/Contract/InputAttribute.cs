namespace Foldline.Activities;

/// <summary>
/// Declares a property of an activity's input record as an input port. The port's name is the property's; it must be given when the property is
/// <c>required</c>,
/// otherwise the record's own initial value is the default.
/// </summary>
/// <param name="description">One sentence for the designer.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string description) : Attribute
{
    /// <summary>One sentence for the designer.</summary>
    public string Description { get; } = description;

    /// <summary>
    /// The kind of artifact (see <see cref="PortType"/>); needed for artifact references, and for other types that are more than their scalar.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>The unit of the value, e.g. <c>s</c>, <c>rows</c>, <c>Å</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Name in the designer; default the property's name, split into words.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The values to choose from; default any, or the members of an enumeration.</summary>
    public string[] Choices { get; init; } = [];
}
