namespace Foldline.Workflows;

/// <summary>A run to begin.</summary>
/// <param name="Id">Its name.</param>
/// <param name="DefinitionJson">The definition it follows, whole.</param>
/// <param name="DefinitionHash">Its <see cref="WorkflowDefinition.ContentHash"/>.</param>
/// <param name="CreatedAt">When.</param>
public sealed record NewRun(string Id, string DefinitionJson, string DefinitionHash, DateTimeOffset CreatedAt);
