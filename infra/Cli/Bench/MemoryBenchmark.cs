using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Model;
using Foldline.Network.Planning;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>
/// The peak of a prediction beside the one that was planned: two Pairformer blocks, one recycle, one denoising step, one structure with its confidence. Depth costs
/// time, not memory, so the peak is that of the whole network but for its weights.
/// </summary>
public sealed class MemoryBenchmark : IBenchmark
{
    private const long UntrainedSeed = 1;
    private const int Blocks = 2;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Description => "The peak memory of a shallow prediction beside the planned one.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var full = NetworkRegistry.Get(options.Model);
        var network = full with
        {
            Pairformer = full.Pairformer with { Blocks = Blocks },
            Msa = full.Msa with { Blocks = Math.Min(full.Msa.Blocks, Blocks) },
            Confidence = full.Confidence with { Blocks = 1 },
        };
        var features = SyntheticTarget.Features(options.Tokens, options.Rows);
        var load = new Workload
        {
            Tokens = options.Tokens, Atoms = features.Layout.Atoms, MsaRows = options.Rows, Cycles = options.Cycles ?? 1, Steps = 1, Samples = 1,
            Dtype = options.Dtype,
        };
        var plan = MemoryPlan.For(network, load, options.MemoryLimit ?? DeviceWork.AvailableBytes(options.Device.Open()));
        using var model = LoadedModel.Untrained(network, UntrainedSeed, options.Device, options.Dtype);
        var settings = plan.Apply(model.Network, new PredictionOptions { Seed = 1, Steps = 1, Cycles = load.Cycles!.Value, Samples = 1 });
        var rate = MatmulRate.Measure(device: options.Device.Open());
        ProcessMemory.TryResetPeak();
        long before = ProcessMemory.Resident;
        var measured = Measurement.Once(options, () =>
        {
            foreach (var prediction in new Predictor(model).Predict(features.Arrays, features.Layout, settings, cancellationToken: cancellationToken)) _ = prediction.Coordinates;
            return null;
        });
        double planned = plan.PeakBytes / 1e6, peak = (DeviceWork.UsedBytes(model.Device) ?? ProcessMemory.PeakResident) / 1e6;   // a GPU's allocator keeps its peak
        yield return measured.ToResult(Name, options, rate, new NetworkWork(network).Prediction(load)) with
        {
            PeakRssMb = Measurement.Round(peak),
            BaselineMb = Measurement.Round(planned),
            Ratio = Math.Round(planned / peak, 3),
            Note = $"baseline is the plan, rung {plan.Rung}; ratio is planned over the peak of the process, or of the GPU; {before / 1e6:F0} MB resident before; "
                + string.Join(", ", plan.Shares.Select(share => $"{share.What} {share.Bytes / 1e6:F0} MB")),
        };
    }
}
