using System.Diagnostics;
using Foldline.Network.Configuration;
using Foldline.Network.Model;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>A whole prediction of one seed: trunk, sampler, confidence; and the plan's word on it.</summary>
public sealed class PredictBenchmark : IBenchmark
{
    private const long UntrainedSeed = 1;
    private const int WarmUpSteps = 5;

    /// <inheritdoc/>
    public string Name => "predict";

    /// <inheritdoc/>
    public string Description => "A whole prediction with untrained weights, stage by stage; --samples, --steps and --cycles as for run.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(options.Model);
        var features = SyntheticTarget.Features(options.Tokens, options.Rows);
        var settings = PredictionOptions.For(network, seed: 1) with
        {
            Samples = options.Samples,
            Steps = options.Steps ?? network.Sampling.Steps,
            Cycles = options.Cycles ?? network.Cycles,
        };
        var load = new Workload
        {
            Tokens = options.Tokens, Atoms = features.Layout.Atoms, MsaRows = options.Rows, Cycles = settings.Cycles, Steps = settings.Steps, Samples = settings.Samples,
            Dtype = options.Dtype,
        };
        using var model = LoadedModel.Untrained(network, UntrainedSeed, options.Device, options.Dtype);
        var rate = MatmulRate.Measure(device: options.Device.Open());
        var estimate = CostEstimate.For(network, load, rate, options.MemoryLimit);
        var watch = new StageWatch();
        ProcessMemory.TryResetPeak();
        IDisposable? Fold(PredictionOptions how)
        {
            watch.Start();
            foreach (var prediction in new Predictor(model).Predict(features.Arrays, features.Layout, how, watch, cancellationToken)) _ = prediction.Coordinates;
            watch.Stop();
            return null;
        }

        Fold(settings with { Steps = WarmUpSteps, Cycles = 1 });
        var measured = options.Repeats == 1 ? Measurement.Once(options, () => Fold(settings)) : Measurement.Of(options, cancellationToken, () => Fold(settings));
        yield return measured.ToResult(Name, options, rate, estimate.Gflop) with
        {
            PeakRssMb = Measurement.Round(ProcessMemory.PeakResident / 1e6),
            Note = $"{settings.Cycles} recycles, {settings.Steps} steps, {settings.Samples} samples, {options.Rows} rows; {watch}; planned {estimate.Time.TotalSeconds:F0} s, {estimate.PeakMegabytes:F0} MB",
        };
    }

    /// <summary>Adds up the time between the reports of each stage.</summary>
    private sealed class StageWatch : IProgress<PredictionProgress>
    {
        private readonly SortedDictionary<PredictionStage, double> _seconds = [];
        private long _last;
        private PredictionStage _stage;

        public void Start()
        {
            _seconds.Clear();
            (_stage, _last) = (PredictionStage.Trunk, Stopwatch.GetTimestamp());
        }

        public void Report(PredictionProgress value)
        {
            Stop();
            _stage = value.Stage;
        }

        public void Stop()
        {
            _seconds[_stage] = _seconds.GetValueOrDefault(_stage) + Stopwatch.GetElapsedTime(_last).TotalSeconds;
            _last = Stopwatch.GetTimestamp();
        }

        public override string ToString() => string.Join(", ", _seconds.Select(entry => $"{entry.Key.ToString().ToLowerInvariant()} {entry.Value:F1} s"));
    }
}
