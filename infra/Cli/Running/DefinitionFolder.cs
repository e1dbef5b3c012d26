using Foldline.Cli.Commands;
using Foldline.Persistence;
using Foldline.Workflows;

namespace Foldline.Cli.Running;

/// <summary>The definition catalogue of a data folder.</summary>
public static class DefinitionFolder
{
    /// <summary>Opens the catalogue of a data folder, with the built-in definitions in it.</summary>
    /// <param name="dataFolder">The folder that holds state, artifacts and caches.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<DefinitionCatalog> OpenAsync(string dataFolder, TimeProvider time, CancellationToken cancellationToken) =>
        await SeededAsync(await DefinitionStore.OpenSqliteAsync(State(dataFolder), cancellationToken), time, cancellationToken);

    private static async Task<DefinitionCatalog> SeededAsync(DefinitionStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var catalog = new DefinitionCatalog(store, new DefinitionValidator(WorkflowCommand.Catalog), time);
        await catalog.SeedAsync(cancellationToken);
        return catalog;
    }

    /// <summary>The same where the folder has a state file; <c>null</c> otherwise, so that looking makes nothing.</summary>
    public static async Task<DefinitionCatalog?> TryOpenAsync(string dataFolder, TimeProvider time, CancellationToken cancellationToken) =>
        File.Exists(State(dataFolder)) ? await OpenAsync(dataFolder, time, cancellationToken) : null;

    private static string State(string dataFolder) => Path.Combine(dataFolder, "foldline.db");
}
