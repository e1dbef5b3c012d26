using System.Diagnostics;
using Foldline.Features;
using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Model;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>Targets of similar size, one after the other on one loaded network, as a campaign folds them; against a network loaded anew for each.</summary>
public sealed class CampaignBenchmark : IBenchmark
{
    private const long UntrainedSeed = 1;
    private const double SmallestShare = 0.8;

    /// <inheritdoc/>
    public string Name => "campaign";

    /// <inheritdoc/>
    public string Description => "Structures per hour over --repeats targets of similar size that share one loaded network.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        var targets = Enumerable.Range(0, options.Repeats).Select(target => SyntheticTarget.Features(Tokens(options, target), options.Rows)).ToList();
        var settings = PredictionOptions.For(network, seed: 1) with
        {
            Samples = options.Samples, Steps = options.Steps ?? network.Sampling.Steps, Cycles = options.Cycles ?? network.Cycles,
        };
        LoadedModel Load() => LoadedModel.Untrained(network, UntrainedSeed, options.Device, options.Dtype);
        void Fold(LoadedModel model, FeatureSet features)
        {
            var load = new Workload
            {
                Tokens = features.Facts.Tokens, Atoms = features.Facts.Atoms, MsaRows = options.Rows, Cycles = settings.Cycles, Steps = settings.Steps, Samples = settings.Samples,
                Dtype = options.Dtype,
            };
            var planned = MemoryPlan.For(network, load, options.MemoryLimit ?? DeviceWork.AvailableBytes(model.Device)).Apply(model.Network, settings);
            foreach (var prediction in new Predictor(model).Predict(features.Arrays, features.Layout, planned, cancellationToken: cancellationToken)) _ = prediction.Coordinates;
        }

        var walls = new List<double>();
        double loading;
        using (var memory = TensorMemory.Start())
        {
            long start = Stopwatch.GetTimestamp();
            using var model = Load();
            loading = Stopwatch.GetElapsedTime(start).TotalSeconds;
            foreach (var features in targets)
            {
                start = Stopwatch.GetTimestamp();
                Fold(model, features);
                walls.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            double shared = loading + walls.Sum(), alone = shared + (loading * (targets.Count - 1));
            yield return new BenchResult
            {
                Name = Name,
                Dtype = Types.NameOf(options.Dtype),
                Device = options.Device.ToString(),
                Tokens = options.Tokens,
                MedianMs = Measurement.Round(walls.Order().ElementAt(walls.Count / 2) * 1e3),
                MinMs = Measurement.Round(walls.Min() * 1e3),
                PeakMb = Measurement.Round(memory.PeakBytes / 1e6),
                PeakRssMb = Measurement.Round(ProcessMemory.PeakResident / 1e6),
                StructuresPerHour = Measurement.Round(targets.Count * settings.Samples / shared * 3600),
                BaselineMs = Measurement.Round(alone * 1e3),
                Ratio = Math.Round(shared / alone, 3),
                Note = $"{targets.Count} targets of {targets.Min(target => target.Facts.Tokens)} to {targets.Max(target => target.Facts.Tokens)} tokens, {settings.Samples} samples, "
                    + $"{settings.Cycles} recycles, {settings.Steps} steps; the network loaded in {loading:F1} s; baseline is the same with a network loaded for each",
            };
        }
    }

    private static long Tokens(BenchOptions options, int target) =>
        (long)(options.Tokens * (SmallestShare + ((1 - SmallestShare) * target / Math.Max(1, options.Repeats - 1))));
}
