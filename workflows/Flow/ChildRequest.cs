using System.Text.Json.Nodes;

namespace Foldline.Workflows;

/// <summary>Instances of another workflow that a node asks for. They become rows of a campaign of their own, not a loop in this instance.</summary>
internal sealed record ChildRequest
{
    /// <summary>The frame that asks; with the instance it names the campaign, so that a crash makes none twice.</summary>
    public required int Frame { get; init; }

    /// <summary>The workflow; its published version runs.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The instances.</summary>
    public required IReadOnlyList<ChildItem> Items { get; init; }

    /// <summary>Whether the frame waits for their end.</summary>
    public bool Wait { get; init; }
}

/// <summary>One instance that is asked for.</summary>
/// <param name="Name">Its name, unique among those of the request.</param>
/// <param name="Inputs">Values of its inputs by name; what is absent has its default.</param>
internal sealed record ChildItem(string Name, JsonObject Inputs);
