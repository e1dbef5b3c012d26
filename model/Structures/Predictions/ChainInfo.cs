using Foldline.Sequences;

namespace Foldline.Structures.Predictions;

/// <summary>A chain of a predicted complex.</summary>
/// <param name="Id">The chain identifier (mmCIF <c>label_asym_id</c>).</param>
/// <param name="EntityNumber">The 1-based number of the entity it is a copy of (mmCIF <c>label_entity_id</c>).</param>
/// <param name="Kind">What the chain is made of.</param>
/// <param name="Sequence">Its one-letter codes; empty for ligands and ions.</param>
public sealed record ChainInfo(string Id, int EntityNumber, EntityKind Kind, string Sequence);
