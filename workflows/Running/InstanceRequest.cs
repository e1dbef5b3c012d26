using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>One instance to run: in a campaign one target.</summary>
/// <param name="Name">Unique in the run; the target's name.</param>
/// <param name="Inputs">Values of the workflow's inputs by name; what is absent has its default.</param>
public sealed record InstanceRequest(string Name, JsonObject Inputs)
{
    /// <summary>Higher runs earlier; default 0.</summary>
    public int Priority { get; init; }
}
