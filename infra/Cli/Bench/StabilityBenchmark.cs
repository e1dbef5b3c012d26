using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>Many predictions in one process: what the 200th leaves in memory beside what the tenth left.</summary>
public sealed class StabilityBenchmark : IBenchmark
{
    private const int Predictions = 200, Settled = 10, Sizes = 7;

    /// <inheritdoc/>
    public string Name => "stability";

    /// <inheritdoc/>
    public string Description => "Resident memory after 200 small predictions of changing size beside that after ten.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        using var model = LoadedModel.Untrained(NetworkRegistry.Get(NetworkRegistry.Demo), seed: 1, options.Device, options.Dtype);
        var settings = new PredictionOptions { Seed = 1, Steps = 2, Cycles = 1, Samples = 1 };
        var targets = Enumerable.Range(0, Sizes).Select(size => SyntheticTarget.Features(24 + (11 * size), 8)).ToList();
        long settled = 0;
        var walls = new List<double>();
        for (int done = 1; done <= Predictions; done++)
        {
            var features = targets[done % Sizes];
            walls.Add(Measurement.Of(options with { Repeats = 1 }, cancellationToken, () =>
            {
                foreach (var prediction in new Predictor(model).Predict(features.Arrays, features.Layout, settings, cancellationToken: cancellationToken)) _ = prediction.Coordinates;
                return null;
            }).Min);
            if (done == Settled) settled = Resident();
        }
        long last = Resident();
        yield return new BenchResult
        {
            Name = Name,
            Dtype = Types.NameOf(options.Dtype),
            Device = options.Device.ToString(),
            Tokens = 24 + (11 * (Sizes - 1)),
            MedianMs = Measurement.Round(walls.Order().ElementAt(walls.Count / 2)),
            MinMs = Measurement.Round(walls.Min()),
            PeakMb = Measurement.Round(last / 1e6),
            BaselineMb = Measurement.Round(settled / 1e6),
            Ratio = Math.Round((double)last / settled, 4),
            Note = $"resident memory after {Predictions} predictions over that after {Settled}; every prediction ran twice",
        };
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ProcessMemory.Resident;
    }
}
