using System.Diagnostics;
using Foldline.Network.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Profiling;

/// <summary>How fast this process multiplies square matrices now, in GFLOP/s: the ceiling that every other figure is compared with.</summary>
/// <param name="Mkl">Single precision, libtorch's default library.</param>
/// <param name="OneDnn">Single precision through oneDNN; zero where it cannot be chosen or does not keep the precision.</param>
/// <param name="BFloat16">bf16; zero where it was not measured.</param>
/// <param name="Threads">Threads that took part.</param>
public sealed record MatmulRate(double Mkl, double OneDnn, double BFloat16, int Threads)
{
    /// <summary>The best rate of single precision.</summary>
    public double Single => Math.Max(Mkl, OneDnn);

    /// <summary>The best rate in a type.</summary>
    public double Best(ScalarType dtype) => dtype == ScalarType.BFloat16 ? BFloat16 : Single;

    /// <summary>
    /// Measures, interleaved, and keeps the best of each: on a shared machine the fastest repeat is the one nearest to the hardware. Takes about a second for the
    /// default size on two cores.
    /// </summary>
    /// <param name="size">Rows and columns of the matrices.</param>
    /// <param name="repeats">Repeats of each product.</param>
    /// <param name="device">Where to multiply; the CPU by default.</param>
    public static MatmulRate Measure(int size = 1536, int repeats = 7, Device? device = null)
    {
        device ??= CPU;
        bool onCpu = device.type == DeviceType.CPU, before = MatmulPrecision.UsesOneDnn;
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var generator = new Generator(11, CPU);
        var a = randn(size, size, generator: generator).to(device);
        var b = randn(size, size, generator: generator).to(device);
        Tensor aShort = a.to(bfloat16), bShort = b.to(bfloat16);
        double mkl = double.MaxValue, oneDnn = double.MaxValue, bf16 = double.MaxValue;
        bool tryOneDnn = onCpu && MatmulPrecision.OneDnnKeepsSinglePrecision;
        try
        {
            for (int i = 0; i <= repeats; i++)
            {
                MatmulPrecision.Use(oneDnn: false);
                mkl = Math.Min(mkl, Seconds(a, b));
                if (tryOneDnn)
                {
                    MatmulPrecision.Use(oneDnn: true);
                    oneDnn = Math.Min(oneDnn, Seconds(a, b));
                }
                MatmulPrecision.Use(oneDnn: false);
                if (i <= repeats / 2) bf16 = Math.Min(bf16, Seconds(aShort, bShort));
            }
        }
        finally
        {
            MatmulPrecision.Use(before);
        }
        double gflop = 2.0 * size * size * size / 1e9;
        return new MatmulRate(gflop / mkl, tryOneDnn ? gflop / oneDnn : 0, gflop / bf16, get_num_threads());
    }

    private static double Seconds(Tensor a, Tensor b)
    {
        long start = Stopwatch.GetTimestamp();
        using var product = matmul(a, b);
        DeviceWork.Finish(a.device);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
