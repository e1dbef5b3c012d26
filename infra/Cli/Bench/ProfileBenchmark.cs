using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>Where the time and the memory of a prediction go: the ten module classes and operators with most of each, and the timeline where a file is named.</summary>
public sealed class ProfileBenchmark : IBenchmark
{
    private const int Top = 10;
    private const int DefaultSteps = 4, DefaultCycles = 1;

    /// <inheritdoc/>
    public string Name => "profile";

    /// <inheritdoc/>
    public string Description => "Top ten modules and operators by time and by memory; --profile FILE writes the timeline.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        var features = SyntheticTarget.Features(options.Tokens, options.Rows);
        var settings = new PredictionOptions { Seed = 1, Steps = options.Steps ?? DefaultSteps, Cycles = options.Cycles ?? DefaultCycles, Samples = options.Samples };
        using var model = LoadedModel.Untrained(network, seed: 1, options.Device, options.Dtype);
        IDisposable? Fold()
        {
            foreach (var prediction in new Predictor(model).Predict(features.Arrays, features.Layout, settings, cancellationToken: cancellationToken)) _ = prediction.Coordinates;
            return null;
        }

        NetworkProfiler? kept = null;
        IDisposable? Profiled()
        {
            kept?.Dispose();
            kept = new NetworkProfiler();
            kept.Attach(model.Network);
            kept.Stage("predict", Fold);
            kept.Dispose();
            return null;
        }

        var measured = Measurement.Interleaved(options, cancellationToken, Fold, Profiled);
        if (options.TraceFile is { } file) ChromeTrace.Write(kept!, file);
        var rate = MatmulRate.Measure(device: options.Device.Open());
        yield return measured[1].ToResult("profile", options, rate, null, measured[0]) with
        {
            Ratio = Math.Round(measured[1].Cpu / measured[0].Cpu, 3),
            Note = "ratio is the processor time with the profiler over that without",
        };
        foreach (var row in kept!.Rows.OrderByDescending(row => row.Self).Take(Top)) yield return Line("profile time", row, options);
        foreach (var row in kept.Rows.OrderByDescending(row => row.ExtraBytes).Take(Top)) yield return Line("profile memory", row, options);
    }

    private static BenchResult Line(string name, ProfileRow row, BenchOptions options) => new()
    {
        Name = $"{name}: {row.Name}",
        Dtype = Types.NameOf(options.Dtype),
        Device = options.Device.ToString(),
        Tokens = options.Tokens,
        MedianMs = Measurement.Round(row.Total.TotalMilliseconds),
        MinMs = Measurement.Round(row.Self.TotalMilliseconds),
        PeakMb = Measurement.Round(row.ExtraBytes / 1e6),
        Note = $"{row.Kind.ToString().ToLowerInvariant()}, {row.Calls} calls; median_ms is the whole, min_ms without inner spans of its kind",
    };
}
