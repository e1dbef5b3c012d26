using Foldline.Activities;
using Foldline.Activities.Prediction;
using Foldline.Cli.Running;
using Foldline.Cli.Terminal;
using Foldline.Features;
using Foldline.Search;

namespace Foldline.Cli.Campaigns;

/// <summary>The activities of a process that works on campaigns: its search programs, its network, its databases. Nothing is loaded before it is needed.</summary>
public sealed class FoldHost : IDisposable
{
    private readonly NetworkHost _network;
    private readonly ModelChoice _model;

    private FoldHost(ActivityCatalog catalog, NetworkHost network, ModelChoice model) => (Catalog, _network, _model) = (catalog, network, model);

    /// <summary>The activities, ready to run.</summary>
    public ActivityCatalog Catalog { get; }

    /// <summary>Finds the tools and prepares the network.</summary>
    /// <param name="settings">Device, weights and folders.</param>
    /// <param name="databases">Files of the databases at hand, by name.</param>
    /// <param name="searches">Whether searches run here, so that the search program must be there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    /// <exception cref="MachineLacksException">The search program or the device is missing.</exception>
    public static async Task<FoldHost> OpenAsync(RunSettings settings, IReadOnlyDictionary<string, string> databases, bool searches, TimeProvider time,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.TemporaryFolder);
        var model = ModelChoice.Resolve(settings);
        try
        {
            var search = FoldActivities.Search(await HmmerAsync(searches, cancellationToken), settings.DataFolder, settings.TemporaryFolder, time, databases);
            var network = model.Host();
            return new FoldHost(FoldActivities.Catalog(search, network, new Featurizer()), network, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _model.Dispose();
    }

    private static async Task<HmmerInstallation> HmmerAsync(bool searches, CancellationToken cancellationToken)
    {
        try
        {
            return await HmmerInstallation.FindAsync(cancellationToken: cancellationToken);
        }
        catch (SearchException) when (!searches)
        {
            return new HmmerInstallation("jackhmmer", "not used");
        }
        catch (SearchException missing) when (missing.Kind == SearchFaultKind.MissingTool)
        {
            throw new MachineLacksException($"{missing.Message} Or let this worker do no searches: --role model.", missing);
        }
    }
}
