using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Cli.Running;
using Foldline.Features;
using Foldline.Search;
using Foldline.Server.Packages;
using Foldline.Server.Tests.Elsa;

namespace Foldline.Browser.Tests.Designer;

/// <summary>The real server with the real activities and the small network.</summary>
internal static class FoldingServer
{
    /// <summary>Starts it with the elements of the designer; the test is reported as skipped, by name, where they cannot be fetched.</summary>
    public static async Task<(ElsaServer Server, ModelChoice Model)> RequireAsync(string work)
    {
        var packages = PagePackages.Find()!;
        if (await packages.InstallAsync(CancellationToken.None) is { } missing) Assert.Skip(missing);
        var settings = new RunSettings { Inputs = [], OutputFolder = work, DataFolder = work, TemporaryFolder = work, UseMsa = false };
        var model = ModelChoice.Resolve(settings);
        var search = new SearchHost(new JackhmmerOptions(), new CoreBudget(2), new HmmerInstallation("jackhmmer", "not used"), Path.Combine(work, "databases"), work,
            TimeProvider.System);
        IActivity[] activities = [new SearchAlignments(search), new BuildFeatures(new Featurizer()), new PredictStructures(model.Host()), new RankSamples()];
        var server = await ElsaServer.StartAsync(options => options with { PackageFolder = packages.Installed }, activities);
        await server.Catalog.SeedAsync();
        return (server, model);
    }
}
