namespace Foldline.Workflows;

/// <summary>A run as the store keeps it.</summary>
/// <param name="Key">The store's own number of it.</param>
/// <param name="Id">Its name.</param>
/// <param name="DefinitionJson">The definition it follows, whole.</param>
/// <param name="DefinitionHash">Its <see cref="WorkflowDefinition.ContentHash"/>.</param>
/// <param name="CreatedAt">When it was begun.</param>
public sealed record RunRecord(long Key, string Id, string DefinitionJson, string DefinitionHash, DateTimeOffset CreatedAt);
