namespace Foldline.Workflows;

/// <summary>Which versions to list, and in which order.</summary>
public sealed record DefinitionQuery
{
    /// <summary>The versions; default the newest of each definition.</summary>
    public VersionOptions Versions { get; init; } = VersionOptions.Latest;

    /// <summary>Only these definitions; empty for all.</summary>
    public IReadOnlyList<string> DefinitionIds { get; init; } = [];

    /// <summary>Only these versions by id; empty for all.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Text in the name, the id or the description, whatever the case; <c>null</c> for all.</summary>
    public string? Search { get; init; }

    /// <summary><c>Name</c>, <c>Version</c> or <c>Created</c>; default Created.</summary>
    public string OrderBy { get; init; } = "Created";

    /// <summary>Whether the order is turned round.</summary>
    public bool Descending { get; init; }

    /// <summary>How many to pass over; default 0.</summary>
    public int Skip { get; init; }

    /// <summary>How many to give; default all.</summary>
    public int Take { get; init; } = int.MaxValue;
}
