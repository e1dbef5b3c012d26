using System.Diagnostics;
using Foldline.Network.Devices;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>What repeats of one piece of work gave.</summary>
/// <param name="Milliseconds">Wall clock of each repeat.</param>
/// <param name="CpuMilliseconds">Processor time of the process in each repeat, over all threads.</param>
/// <param name="PeakBytes">The most tensor bytes alive at once above what was alive before; on a GPU, what its memory in use grew by.</param>
public sealed record Measurement(IReadOnlyList<double> Milliseconds, IReadOnlyList<double> CpuMilliseconds, long PeakBytes)
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>The fastest repeat, ms.</summary>
    public double Min => Milliseconds.Min();

    /// <summary>The median repeat, ms.</summary>
    public double Median => Milliseconds.Order().ElementAt(Milliseconds.Count / 2);

    /// <summary>The least processor time, ms.</summary>
    public double Cpu => CpuMilliseconds.Min();

    /// <summary>The peak, MB.</summary>
    public double PeakMb => PeakBytes / BytesPerMegabyte;

    /// <summary>
    /// Measures several pieces of work in turns, so that a neighbour on the machine disturbs all of them alike: one warm-up each, then the repeats. What a piece returns
    /// is disposed outside the time.
    /// </summary>
    /// <param name="options">How often, and on which device: a repeat ends when the device is done.</param>
    /// <param name="cancellationToken">Looked at between repeats.</param>
    /// <param name="pieces">The work.</param>
    public static IReadOnlyList<Measurement> Interleaved(BenchOptions options, CancellationToken cancellationToken, params ReadOnlySpan<Func<IDisposable?>> pieces)
    {
        var first = new Measurement[pieces.Length];
        var repeats = new List<Measurement>[pieces.Length];
        for (int i = 0; i < pieces.Length; i++) (first[i], repeats[i]) = (Once(options, pieces[i]), []);
        for (int repeat = 0; repeat < options.Repeats; repeat++)
        {
            for (int i = 0; i < pieces.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                repeats[i].Add(Timed(options, pieces[i]));
            }
        }
        return
        [
            .. first.Zip(repeats, (warmUp, all) => new Measurement(
                [.. all.SelectMany(one => one.Milliseconds)], [.. all.SelectMany(one => one.CpuMilliseconds)], warmUp.PeakBytes)),
        ];
    }

    /// <summary>Measures one piece of work.</summary>
    public static Measurement Of(BenchOptions options, CancellationToken cancellationToken, Func<IDisposable?> piece) => Interleaved(options, cancellationToken, piece)[0];

    /// <summary>Measures one piece of work that is too long to be done twice: time and peak of its first run.</summary>
    public static Measurement Once(BenchOptions options, Func<IDisposable?> piece)
    {
        var device = options.Device.Open();
        long? before = DeviceWork.UsedBytes(device);
        using var memory = TensorMemory.Start();
        var timed = Timed(options, piece);
        return timed with { PeakBytes = DeviceWork.UsedBytes(device) - before ?? memory.PeakBytes };
    }

    private static Measurement Timed(BenchOptions options, Func<IDisposable?> piece)
    {
        var device = options.Device.Open();
        DeviceWork.Finish(device);
        var cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        var result = piece();
        DeviceWork.Finish(device);
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds, used = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;
        result?.Dispose();
        return new Measurement([wall], [used], 0);
    }

    /// <summary>The measurement as a line of results.</summary>
    /// <param name="name">The benchmark's name.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="rate">The matmul rate of this process.</param>
    /// <param name="gflop">The work of one repeat.</param>
    /// <param name="baseline">What it is compared with.</param>
    public BenchResult ToResult(string name, BenchOptions options, MatmulRate rate, double? gflop, Measurement? baseline = null)
    {
        double best = rate.Best(options.Dtype);
        return new BenchResult
        {
            Name = name,
            Dtype = Types.NameOf(options.Dtype),
            Device = options.Device.ToString(),
            Tokens = options.Tokens,
            MedianMs = Round(Median),
            MinMs = Round(Min),
            CpuMs = Round(Cpu),
            PeakMb = Round(PeakMb),
            Gflop = gflop is { } work ? Round(work) : null,
            MatmulGflops = Round(best),
            FractionOfMatmul = gflop is { } g && best > 0 ? Math.Round(g / (Min / 1e3) / best, 3) : null,
            BaselineMs = baseline is null ? null : Round(baseline.Min),
            BaselineMb = baseline is null ? null : Round(baseline.PeakMb),
            Ratio = baseline is null ? null : Math.Round(Min / baseline.Min, 3),
        };
    }

    internal static double Round(double value) => Math.Round(value, 2);
}
