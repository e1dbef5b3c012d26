using Foldline.Workflows;

namespace Foldline.Server.Elsa;

/// <summary>Which definitions start others: they name them by id in a dispatching node.</summary>
internal static class Consumers
{
    /// <summary>The definitions that start one, each in its newest or published version.</summary>
    public static async Task<IReadOnlyList<DefinitionVersion>> OfAsync(DefinitionCatalog catalog, string id, CancellationToken cancellationToken)
    {
        var page = await catalog.ListAsync(new DefinitionQuery { Versions = VersionOptions.LatestOrPublished }, cancellationToken);
        return [.. page.Items.Where(version => Dispatches(version.Content, id)).DistinctBy(version => version.DefinitionId, StringComparer.Ordinal)];
    }

    private static bool Dispatches(WorkflowDefinition definition, string id) => NodePath.Of(definition).Any(node => node.Type is "Elsa.DispatchWorkflow"
        or "Elsa.BulkDispatchWorkflows" && NodePath.Find(definition.ToJson(), node.Path)?["workflowDefinitionId"]?["expression"]?["value"]?.ToString() == id);
}
