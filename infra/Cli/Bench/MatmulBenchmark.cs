using Foldline.Network.Devices;
using Foldline.Network.Profiling;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>The ceiling itself: square products in single precision by either library, and in bf16.</summary>
public sealed class MatmulBenchmark : IBenchmark
{
    private const int Size = 2048;
    private const double Gflop = 2.0 * Size * Size * Size / 1e9;

    /// <inheritdoc/>
    public string Name => "matmul";

    /// <inheritdoc/>
    public string Description => "Square matrix products: the rate that everything else is compared with.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var rate = MatmulRate.Measure(Size, options.Repeats, options.Device.Open());
        yield return Result("matmul mkl", rate.Mkl, rate, ScalarType.Float32, options.Device);
        if (rate.OneDnn > 0) yield return Result("matmul onednn", rate.OneDnn, rate, ScalarType.Float32, options.Device);
        yield return Result("matmul", rate.BFloat16, rate, ScalarType.BFloat16, options.Device);
    }

    private static BenchResult Result(string name, double gflops, MatmulRate rate, ScalarType dtype, DeviceSpec device)
    {
        double milliseconds = Measurement.Round(Gflop / gflops * 1e3);
        return new BenchResult
        {
            Name = name,
            Dtype = Types.NameOf(dtype),
            Device = device.ToString(),
            Tokens = Size,
            MedianMs = milliseconds,
            MinMs = milliseconds,
            PeakMb = 0,
            Gflop = Measurement.Round(Gflop),
            MatmulGflops = Measurement.Round(gflops),
            FractionOfMatmul = Math.Round(gflops / rate.Best(dtype), 3),
            Note = $"{rate.Threads} threads; the fastest repeat stands in both columns",
        };
    }
}
