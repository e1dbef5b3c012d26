using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Profiling;
using Foldline.Training.Measurement;
using Foldline.Training.Recomputation;
using Foldline.Training.Runs;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>One training step: forward with a mini-rollout of one step, losses, gradients, clipping and Adam; with recomputation against without, then where the time goes.</summary>
public sealed class TrainStepBenchmark : IBenchmark
{
    private const int Top = 10;

    /// <inheritdoc/>
    public string Name => "train-step";

    /// <inheritdoc/>
    public string Description => "A training step with recomputation against one without, and where its time goes; --samples is the diffusion batch.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        using var step = new MeasuredStep(NetworkRegistry.Get(options.Model), checked((int)options.Tokens), options.Samples, device: options.Device.Open());
        if (options.Dtype == ScalarType.BFloat16) MixedPrecision.Apply(step.Network);
        IDisposable? Take(RecomputePolicy policy)
        {
            step.Run(policy);
            step.Update();
            return null;
        }

        var rate = MatmulRate.Measure(device: options.Device.Open());
        var note = $"{options.Model}, {options.Samples} noisy samples, {step.Atoms} atoms, one recycle, whole update";
        if (!options.Compare)
        {
            yield return Measurement.Of(options, cancellationToken, () => Take(RecomputePolicy.None)).ToResult(Name, options, rate, null) with { Note = note };
        }
        else
        {
            var measured = Measurement.Interleaved(options, cancellationToken, () => Take(RecomputePolicy.All), () => Take(RecomputePolicy.None));
            yield return measured[1].ToResult($"{Name}: plain", options, rate, null) with { Note = note };
            yield return measured[0].ToResult($"{Name}: recomputed", options, rate, null, measured[1]) with { Note = $"{note}; baseline and ratio: the plain step" };
        }

        using var profiler = new NetworkProfiler();
        profiler.Attach(step.Network);
        void Stage(string name, Action work) => profiler.Stage<object?>(name, () =>
        {
            work();
            DeviceWork.Finish(options.Device.Open());
            return null;
        });
        step.Run(RecomputePolicy.None, Stage);
        Stage("update", step.Update);
        profiler.Dispose();
        foreach (var kind in new[] { SpanKind.Stage, SpanKind.Module, SpanKind.Operator })
            foreach (var row in profiler.Rows.Where(row => row.Kind == kind).OrderByDescending(row => row.Self).Take(Top)) yield return Line(row, options);
    }

    private BenchResult Line(ProfileRow row, BenchOptions options) => new()
    {
        Name = $"{Name} {row.Kind.ToString().ToLowerInvariant()}: {row.Name}", Dtype = Types.NameOf(options.Dtype), Device = options.Device.ToString(), Tokens = options.Tokens,
        MedianMs = Measurement.Round(row.Total.TotalMilliseconds), MinMs = Measurement.Round(row.Self.TotalMilliseconds), PeakMb = Measurement.Round(row.ExtraBytes / 1e6),
        Note = $"{row.Calls} calls; median_ms is the whole, min_ms without inner spans of its kind; modules are seen in the forward pass, operators in the whole step",
    };
}
