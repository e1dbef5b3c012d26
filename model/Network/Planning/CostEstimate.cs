using Foldline.Network.Configuration;
using Foldline.Network.Profiling;

namespace Foldline.Network.Planning;

/// <summary>What a prediction is expected to cost.</summary>
/// <param name="Gflop">Floating-point operations of its products, in billions.</param>
/// <param name="Time">Time on this machine, by the matmul rate measured now.</param>
/// <param name="PeakBytes">Most memory of the process at once, weights included.</param>
public sealed record CostEstimate(double Gflop, TimeSpan Time, long PeakBytes)
{
    /// <summary>
    /// How far a prediction may take longer, or less long, than <see cref="Time"/>, as a factor: the rate of a shared machine moves by two within the day, and a
    /// measurement of it lasts a second (docs/performance.md).
    /// </summary>
    public const double Spread = 1.4;

    /// <summary>The time where the machine is faster than it was measured.</summary>
    public TimeSpan Fastest => Time / Spread;

    /// <summary>The time where it is slower.</summary>
    public TimeSpan Slowest => Time * Spread;

    /// <summary>The peak in megabytes (1e6 bytes).</summary>
    public double PeakMegabytes => PeakBytes / 1e6;

    /// <summary>Estimates a prediction with the chunk sizes that the memory calls for.</summary>
    /// <param name="network">The network.</param>
    /// <param name="load">The target.</param>
    /// <param name="rate">The matmul rate of this machine; <c>null</c> measures it, which takes a second.</param>
    /// <param name="availableBytes">The memory that may be used; <c>null</c> asks the system.</param>
    public static CostEstimate For(NetworkConfiguration network, Workload load, MatmulRate? rate = null, long? availableBytes = null)
    {
        var plan = MemoryPlan.For(network, load, availableBytes);
        double gflop = new NetworkWork(network).Prediction(load);
        return new CostEstimate(gflop, NetworkTime.Predict(network, load, rate ?? MatmulRate.Measure(size: 1024, repeats: 5)), plan.PeakBytes);
    }
}
