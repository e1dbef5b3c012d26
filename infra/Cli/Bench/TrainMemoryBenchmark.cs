using System.Globalization;
using Foldline.Network.Configuration;
using Foldline.Network.Profiling;
using Foldline.Sequences;
using Foldline.Training.Losses;
using Foldline.Training.Measurement;
using Foldline.Training.Recomputation;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>
/// The dynamic memory of a training step of the whole model, width and depth, with recomputation against without; then of a crop four times as long with
/// recomputation; then of the smooth lDDT loss in chunks against at once. Where it is told how much memory there is, it first finds the longest crop whose plain step
/// fits, from three short ones.
/// </summary>
public sealed class TrainMemoryBenchmark : IBenchmark
{
    private const int Longer = 4, Multiple = 8;
    private const long Process = 500_000_000;                     // bytes of runtime, libraries and inputs beside the tensors
    private static readonly int[] Short = [16, 24, 32];
    private const int SmoothLddtSamples = 16;

    /// <inheritdoc/>
    public string Name => "train-memory";

    /// <inheritdoc/>
    public string Description => "Peak memory of a training step with recomputation against without, of a crop four times as long, and of smooth lDDT; --memory-gb takes the longest crop whose plain step fits.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        if (!PeakMemory.IsSupported || !TensorMemory.Supported) throw new InputException("train-memory needs a Linux /proc and a libtorch that tells of its allocations.");
        if (options.Dtype != ScalarType.Float32) throw new InputException("train-memory measures single precision; leave --dtype out.");
        var network = NetworkRegistry.Get(options.Model);
        var tokens = checked((int)options.Tokens);
        var device = options.Device.Open();
        var weights = MeasureWeights(network);
        StepMemory Step(int length, RecomputePolicy policy) => StepMemory.Measure(network, length, policy, options.Samples, TimeProvider.System, device);
        if (options.MemoryLimit is { } limit)
        {
            var longest = LongestPlain(Step, options, limit, weights, cancellationToken);
            tokens = checked((int)longest.Tokens);
            yield return longest;
        }
        var recomputed = Step(tokens, RecomputePolicy.All);
        if (options.Compare)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var plain = Step(tokens, RecomputePolicy.None);
            yield return Line("step", recomputed, options, plain, $"recomputed against plain; {options.Samples} noisy samples; parameters and gradients ({weights / 1e6:F0} MB) not counted");
            cancellationToken.ThrowIfCancellationRequested();
            var longer = Step(Longer * tokens, RecomputePolicy.All);
            yield return Line($"crop of {Longer * tokens}", longer, options, plain, $"recomputed, {Longer} times as long as the plain crop of {tokens} that it is compared with");
        }
        else
        {
            yield return Line("step", recomputed, options, null, $"recomputed; {options.Samples} noisy samples; parameters and gradients ({weights / 1e6:F0} MB) not counted");
        }

        var atoms = options.Atoms ?? 8 * tokens;
        var whole = SmoothLddt(atoms, chunk: null, device);
        var chunked = SmoothLddt(atoms, chunk: 1, device);
        yield return new BenchResult
        {
            Name = $"{Name}: smooth lDDT", Dtype = "fp32", Device = options.Device.ToString(), Tokens = atoms, MedianMs = 0, MinMs = 0, PeakMb = Measurement.Round(chunked / 1e6),
            BaselineMb = Measurement.Round(whole / 1e6), Ratio = Math.Round((double)chunked / whole, 3),
            Note = $"{SmoothLddtSamples} samples of {atoms} atoms, forward and backward: one sample at a time, recomputed, against all at once",
        };
    }

    private BenchResult LongestPlain(Func<int, RecomputePolicy, StepMemory> step, BenchOptions options, long limit, long weights, CancellationToken cancellationToken)
    {
        var points = Array.ConvertAll(Short, tokens =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (tokens, step(tokens, RecomputePolicy.None).TensorBytes);
        });
        var fit = StepMemoryFit.Through(points[0], points[1], points[2]);
        var longest = fit.Longest(limit - weights - Process, Multiple);
        if (longest == 0) throw new InputException($"--memory-gb {limit / 1e9}: no crop of {Multiple} tokens fits beside {(weights + Process) / 1e9:F1} GB of parameters, gradients and program.");
        double Gb(int tokens) => (fit.BytesAt(tokens) + weights + Process) / 1e9;
        return new BenchResult
        {
            Name = $"{Name}: longest plain crop", Dtype = Types.NameOf(options.Dtype), Device = options.Device.ToString(), Tokens = longest, MedianMs = 0, MinMs = 0, PeakMb = Measurement.Round(fit.BytesAt(longest) / 1e6),
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"told from plain steps of {string.Join(", ", points.Select(point => $"{point.tokens} tokens ({point.TensorBytes / 1e6:F0} MB)"))}: {Gb(longest):F1} of {limit / 1e9:F1} GB with parameters, gradients and program; {longest + Multiple} tokens would need {Gb(longest + Multiple):F1} GB"),
        };
    }

    private static long MeasureWeights(NetworkConfiguration network)
    {
        using var step = new MeasuredStep(network, tokens: 4, diffusionBatch: 1);
        return 2 * sizeof(float) * step.Network.parameters().Sum(parameter => parameter.numel());
    }

    private static long SmoothLddt(long atoms, int? chunk, Device device)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        var (x, truth, mask) = (
            (10 * randn([SmoothLddtSamples, atoms, 3], device: device)).detach().requires_grad_(), 10 * randn([atoms, 3], device: device),
            ones([atoms, atoms], device: device) - eye(atoms, device: device));
        using var memory = TensorMemory.Start();
        using var inner = NewDisposeScope();
        new SmoothLddtLoss().Dense(x, truth, mask, chunk).backward();
        Recompute.AfterBackward();
        return memory.PeakBytes;
    }

    private BenchResult Line(string what, StepMemory measured, BenchOptions options, StepMemory? plain, string note) => new()
    {
        Name = $"{Name}: {what}", Dtype = Types.NameOf(options.Dtype), Device = options.Device.ToString(), Tokens = measured.Tokens, MedianMs = Measurement.Round(1e3 * measured.Seconds),
        MinMs = Measurement.Round(1e3 * measured.Seconds), PeakMb = Measurement.Round(measured.TensorBytes / 1e6),
        PeakRssMb = Measurement.Round(measured.ResidentBytes / 1e6), BaselineMs = plain is null ? null : Measurement.Round(1e3 * plain.Seconds),
        BaselineMb = plain is null ? null : Measurement.Round(plain.TensorBytes / 1e6),
        Ratio = plain is null ? null : Math.Round((double)measured.TensorBytes / plain.TensorBytes, 3),
        Note = plain is null ? note : $"{note}; resident memory added {measured.ResidentBytes / 1e6:F0} MB against {plain.ResidentBytes / 1e6:F0} MB; peak_rss_mb is what was added",
    };
}
