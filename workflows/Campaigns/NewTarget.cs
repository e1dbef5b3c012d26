using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>A target to add to a campaign.</summary>
/// <param name="Name">Unique in the campaign.</param>
/// <param name="Inputs">Values of the workflow's inputs by name that are this target's own; they win over the campaign's shared ones.</param>
public sealed record NewTarget(string Name, JsonObject Inputs)
{
    /// <summary>Within the campaign, higher runs earlier; default 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// What makes it the same as another, whatever it is called, e.g. a hash of its chains; default the inputs themselves. Shared inputs always count.
    /// </summary>
    public string? Identity { get; init; }
}
