using Foldline.Activities;
using Foldline.Activities.Prediction;
using Foldline.Activities.Search;
using Foldline.Artifacts;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Features;
using Foldline.Persistence;
using Foldline.Scheduling;
using Foldline.Search;
using Foldline.Sequences;
using Foldline.Server.Campaigns;
using Foldline.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Foldline.Cli.Serving;

/// <summary>Everything a serving process needs besides HTTP, put together from the settings: stores, activities, the network.</summary>
internal sealed class ServeHost : IAsyncDisposable
{
    private readonly ModelChoice _model;
    private readonly NetworkHost _network;
    private readonly ServeSettings _settings;
    private readonly TimeProvider _time;

    private ServeHost(ServeSettings settings, ModelChoice model, NetworkHost network, IArtifactStore artifacts, RunStore store, DefinitionCatalog definitions,
        ActivityCatalog catalog, TimeProvider time) =>
        (_settings, _model, _network, Artifacts, Store, Definitions, Catalog, _time) = (settings, model, network, artifacts, store, definitions, catalog, time);

    public IArtifactStore Artifacts { get; }

    public RunStore Store { get; }

    public DefinitionCatalog Definitions { get; }

    public ActivityCatalog Catalog { get; }

    /// <summary>Opens the stores and prepares the network; nothing is loaded onto the device yet.</summary>
    /// <exception cref="InputException">An address or the model is not in order.</exception>
    public static async Task<ServeHost> OpenAsync(ServeSettings settings, Screen screen, TimeProvider time, CancellationToken cancellationToken)
    {
        var artifacts = Blobs.Open(settings.Blobs, settings.DataFolder, time);
        var model = ModelChoice.Resolve(new RunSettings
        {
            Inputs = [], OutputFolder = settings.DataFolder, DataFolder = settings.DataFolder, TemporaryFolder = Path.Combine(settings.DataFolder, "tmp"), Model = settings.Model,
            Weights = settings.Weights, Device = settings.Device, Dtype = settings.Dtype,
        });
        var store = await Databases.StateAsync(settings.Database, cancellationToken);
        var search = await SearchAsync(settings, screen, time, cancellationToken);
        var network = model.Host();
        var catalog = FoldActivities.Catalog(search, network, new Featurizer());
        var definitions = new DefinitionCatalog(await Databases.DefinitionsAsync(settings.Database, cancellationToken), new DefinitionValidator(catalog), time);
        await definitions.SeedAsync(cancellationToken);
        return new ServeHost(settings, model, network, artifacts, store, definitions, catalog, time);
    }

    /// <summary>What the server serves.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton(Artifacts);
        services.AddSingleton(Catalog);
        services.AddSingleton(Definitions);
        services.AddSingleton<ICampaigns>(new CampaignStore(Store, Catalog, _time));
        services.AddSingleton<ISchedules>(new ScheduleBook(new ScheduleStore(Store, _time), Catalog, _time));
        services.AddSingleton(new KnownDatabases([.. _settings.Databases.Keys]));
        services.AddSingleton(new ServedModel(_model.Network.Name, _model.Provenance.WeightsLabel, _model.Provenance.WeightsHash, _settings.Device));
        services.AddSingleton<IPlanner>(new ServePlanner(_model.Network, _model.Provenance.WeightsLabel, _settings.Dtype));
    }

    /// <summary>Starts working on campaigns, or with <c>--no-work</c> only looking after them.</summary>
    /// <exception cref="InputException">Another process works on the same SQLite file.</exception>
    public async Task<CampaignEngine> StartEngineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CampaignEngine.StartAsync(
                new EngineSettings
                {
                    Offer = _settings.NoWork ? new WorkerOffer { Version = ProductVersion.Text } : new WorkerOffer
                    {
                        SearchSlots = 1, ModelSlots = 1, LightSlots = 2, Device = _settings.Device, Memory = FoldActivities.MemoryFor(_settings.Device), Databases = [.. _settings.Databases.Keys],
                        Version = ProductVersion.Text,
                    },
                    // On PostgreSQL other machines may have what is not here; on SQLite nobody else works, and a database that is not here is said to be missing.
                    RouteByNeeds = !Store.IsOfOneProcess, CollectUnused = _settings.CollectUnused,
                    Runner = new RunnerOptions { WorkFolder = Path.Combine(_settings.DataFolder, "work"), StopGrace = TimeSpan.FromSeconds(5) },
                }, Catalog, Artifacts, Store, _time, null, Definitions, cancellationToken);
        }
        catch (RunException fault)
        {
            throw new InputException(fault.Message, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _network.Dispose();
        _model.Dispose();
        await Store.DisposeAsync();
    }

    private static async Task<SearchHost> SearchAsync(ServeSettings settings, Screen screen, TimeProvider time, CancellationToken cancellationToken)
    {
        var installation = new HmmerInstallation("jackhmmer", "not found");
        try
        {
            installation = await HmmerInstallation.FindAsync(cancellationToken: cancellationToken);
        }
        catch (SearchException missing) when (missing.Kind == SearchFaultKind.MissingTool)
        {
            screen.Say($"{missing.Message} Targets that need a search will fail here until then; those without alignments are folded.");
        }
        return FoldActivities.Search(installation, settings.DataFolder, Path.Combine(settings.DataFolder, "tmp"), time, settings.Databases);
    }
}
