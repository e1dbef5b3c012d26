using System.Text.Json.Nodes;
using Foldline.Workflows;

namespace Foldline.Server.Campaigns;

/// <summary>
/// The sequence databases callers may name. A caller never gives a path: that would read files of the machines. Work carries the names, too, and each machine
/// knows for itself where a database lies.
/// </summary>
/// <param name="Names">What this server has at hand, and searches where a caller names nothing; empty means the bundled database.</param>
public sealed record KnownDatabases(IReadOnlyCollection<string> Names)
{
    private const string Input = "Databases";

    /// <summary>The inputs with databases by name: all this server has where the caller names none.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="inputs">What the caller gave.</param>
    /// <param name="elsewhere">What workers on other machines have.</param>
    /// <exception cref="CampaignRefusedException">A name is not known, or is no name.</exception>
    public JsonObject Resolve(WorkflowDefinition definition, JsonObject inputs, IEnumerable<string> elsewhere)
    {
        var resolved = (JsonObject)inputs.DeepClone();
        if (!definition.Inputs.Any(input => input.Name == Input)) return resolved;
        if (resolved[Input] is null)
        {
            if (Names.Count > 0) resolved[Input] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]);
            return resolved;
        }
        if (resolved[Input] is not JsonArray given) throw new CampaignRefusedException($"{Input} is a list of names.");
        var known = Names.Union(elsewhere).ToHashSet(StringComparer.Ordinal);
        if (given.Any(node => node is not JsonValue value || !value.TryGetValue<string>(out var name) || !known.Contains(name)))
            throw new CampaignRefusedException("This server knows no database of that name. It knows "
                + $"{(known.Count > 0 ? string.Join(", ", known.Order(StringComparer.Ordinal)) : "only the bundled one; leave Databases out")}.");
        return resolved;
    }
}
