using Foldline.Activities.Prediction;
using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Profiling;

namespace Foldline.Cli.Bench;

/// <summary>
/// Many predictions in one process, as a worker makes them, each on a thread of its own: what the 200th leaves in memory beside what the tenth left. Both are of the
/// same size; beside the resident memory stand the native heap's blocks in use and the objects of .NET, which tell a leak from a heap that has settled.
/// </summary>
public sealed class StabilityBenchmark : IBenchmark
{
    private const int Predictions = 200, Settled = 10, Sizes = 5;

    private sealed record State(long Resident, long? Native, long Managed)
    {
        public static State Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            NativeHeap.GiveBack();
            return new State(ProcessMemory.Resident, NativeHeap.InUse, GC.GetTotalMemory(forceFullCollection: false));
        }

        public override string ToString() => $"{Resident / 1e6:F0} ({Native / 1e6:F1}, {Managed / 1e6:F1})";
    }

    /// <inheritdoc/>
    public string Name => "stability";

    /// <inheritdoc/>
    public string Description => "Resident memory after 200 small predictions of changing size beside that after ten.";

    /// <inheritdoc/>
    public IEnumerable<BenchResult> Run(BenchOptions options, CancellationToken cancellationToken)
    {
        var network = NetworkRegistry.Get(NetworkRegistry.Demo);
        var identity = new ModelIdentity(network.Name, "untrained-1", "", options.Device.ToString(), Types.NameOf(options.Dtype), 2, 1);
        using var host = new NetworkHost(identity, network, null, 1, options.Device, options.Dtype);
        var targets = Enumerable.Range(0, Sizes).Select(size => SyntheticTarget.Features(24 + (11 * size), 8)).ToList();
        var states = new SortedDictionary<int, State>();
        var walls = new List<double>();
        for (int done = 1; done <= Predictions; done++)
        {
            var request = new PredictionRequest(targets[done % Sizes], Seed: 1, Samples: 1, Steps: 2, Cycles: 1, Rung: 0);
            walls.Add(Measurement.Once(options, () =>
            {
                host.PredictAsync(request, prediction => _ = prediction.Coordinates, new Progress<Activities.ActivityProgress>(), cancellationToken).GetAwaiter().GetResult();
                return null;
            }).Min);
            if (done == Settled || done % 50 == 0) states[done] = State.Now();
        }
        var (settled, last) = (states[Settled], states[Predictions]);
        yield return new BenchResult
        {
            Name = Name,
            Dtype = Types.NameOf(options.Dtype),
            Device = options.Device.ToString(),
            Tokens = 24 + (11 * (Sizes - 1)),
            MedianMs = Measurement.Round(walls.Order().ElementAt(walls.Count / 2)),
            MinMs = Measurement.Round(walls.Min()),
            PeakMb = Measurement.Round(last.Resident / 1e6),
            BaselineMb = Measurement.Round(settled.Resident / 1e6),
            Ratio = Math.Round((double)last.Resident / settled.Resident, 4),
            Note = $"resident memory after {Predictions} predictions over that after {Settled}; MB resident (native blocks, .NET objects) "
                + string.Join(", ", states.Select(state => $"after {state.Key}: {state.Value}")),
        };
    }
}
