namespace Foldline.Workflows;

/// <summary>Where the engine finds the workflow that another one dispatches.</summary>
public interface IDefinitionSource
{
    /// <summary>The published version of a definition, or <c>null</c>.</summary>
    Task<WorkflowDefinition?> FindPublishedAsync(string definitionId, CancellationToken cancellationToken);
}
