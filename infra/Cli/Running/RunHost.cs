using Foldline.Activities.Prediction;
using Foldline.Artifacts;
using Foldline.Cli.Serving;
using Foldline.Cli.Terminal;
using Foldline.Features;
using Foldline.Persistence;
using Foldline.Search;
using Foldline.Structures.Components;
using Foldline.Workflows;

namespace Foldline.Cli.Running;

/// <summary>Everything one process needs to run targets, put together from the settings.</summary>
public sealed class RunHost : IAsyncDisposable
{
    private RunHost(IArtifactStore artifacts, IRunStore store, CampaignRunner runner, NetworkHost network, string searchTool)
    {
        (Artifacts, Store, Runner, Network, SearchTool) = (artifacts, store, runner, network, searchTool);
    }

    /// <summary>Where payloads lie.</summary>
    public IArtifactStore Artifacts { get; }

    /// <summary>Where the state lies.</summary>
    public IRunStore Store { get; }

    /// <summary>What executes the workflow.</summary>
    public CampaignRunner Runner { get; }

    /// <summary>The loaded network.</summary>
    public NetworkHost Network { get; }

    /// <summary>The search program and its version; empty for a run without searches.</summary>
    public string SearchTool { get; }

    /// <summary>Opens the stores and prepares tools and network; nothing is loaded onto the device yet.</summary>
    /// <param name="settings">What was asked for; <see cref="Preflight"/> has passed.</param>
    /// <param name="model">The network.</param>
    /// <param name="hmmer">The programs that search.</param>
    /// <param name="components">The chemical components that are known.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="MachineLacksException">A folder cannot be made.</exception>
    public static async Task<RunHost> OpenAsync(RunSettings settings, ModelChoice model, HmmerInstallation hmmer, ComponentLibrary components, TimeProvider time, CancellationToken cancellationToken)
    {
        MakeFolder(settings.DataFolder, "--data");
        MakeFolder(settings.TemporaryFolder, "--temp");
        var artifacts = Blobs.Open(settings.Blobs ?? "file:" + Path.Combine(settings.DataFolder, "blobs"), settings.DataFolder, time);
        var store = await SqliteRunStore.OpenAsync(Path.Combine(settings.DataFolder, "foldline.db"), cancellationToken);
        var search = FoldActivities.Search(hmmer, settings.DataFolder, settings.TemporaryFolder, time);
        var network = model.Host();
        network.RecordsProfile = settings.Profile is not null;
        var catalog = FoldActivities.Catalog(search, network, new Featurizer(components));
        var options = new RunnerOptions { WorkFolder = Path.Combine(settings.DataFolder, "work"), SearchSlots = settings.ParallelSearches };
        return new RunHost(artifacts, store, new CampaignRunner(catalog, artifacts, store, options, time), network, settings.UseMsa ? hmmer.Label : "");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Network.Dispose();
        await Store.DisposeAsync();
    }

    private static void MakeFolder(string path, string option)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new MachineLacksException($"{option} {path} cannot be made: {fault.Message} Choose a folder you may write to.", fault);
        }
    }
}
