namespace Foldline.Workflows;

/// <summary>The catalogue as the engine asks it.</summary>
/// <param name="catalog">The catalogue.</param>
public sealed class PublishedDefinitions(DefinitionCatalog catalog) : IDefinitionSource
{
    /// <inheritdoc/>
    public async Task<WorkflowDefinition?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken) =>
        (await catalog.FindAsync(definitionId, VersionOptions.Published, cancellationToken))?.Definition;
}
