using Foldline.Activities;
using Foldline.Activities.Features;
using Foldline.Activities.Prediction;
using Foldline.Activities.Ranking;
using Foldline.Activities.Search;
using Foldline.Features;
using Foldline.Network.Devices;
using Foldline.Search;

namespace Foldline.Cli.Running;

/// <summary>The activities that fold a target, put together in one place, so that a run, a worker and a server do the same work.</summary>
internal static class FoldActivities
{
    /// <summary>The searches of this machine.</summary>
    /// <param name="hmmer">The programs.</param>
    /// <param name="dataFolder">Where the bundled database is unpacked.</param>
    /// <param name="temporaryFolder">Where searches write.</param>
    /// <param name="time">The clock.</param>
    /// <param name="databases">Files of the databases at hand, by name.</param>
    public static SearchHost Search(HmmerInstallation hmmer, string dataFolder, string temporaryFolder, TimeProvider time, IReadOnlyDictionary<string, string>? databases = null)
    {
        var cores = Environment.ProcessorCount;
        return new SearchHost(new JackhmmerOptions { Cores = Math.Min(8, cores) }, new CoreBudget(cores), hmmer, Path.Combine(dataFolder, "databases"), temporaryFolder, time, databases);
    }

    /// <summary>Search, features, prediction, ranking.</summary>
    public static ActivityCatalog Catalog(SearchHost search, NetworkHost network, Featurizer featurizer) =>
        new(new SearchAlignments(search), new BuildFeatures(featurizer), new PredictStructures(network), new RankSamples());

    /// <summary>Memory to offer for a device, in bytes: the machine's for the processor, a GPU's by its driver; 0 where it is not known.</summary>
    public static long MemoryFor(string device) => device == "cpu" ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : DeviceWork.TotalBytes(DeviceSpec.Parse(device)) ?? 0;
}
