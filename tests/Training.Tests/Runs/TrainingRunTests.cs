using Foldline.Network.Devices;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Training.Data;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;
using Foldline.Training.Recomputation;

namespace Foldline.Training.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"))).FullName;

    // Six residues give two threads nothing to share.
    public TrainingRunTests() => TorchRuntime.UseThreads(1);

    public void Dispose()
    {
        TorchRuntime.UseThreads(Environment.ProcessorCount);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void An_interrupted_run_continues_to_the_bit()
    {
        var straight = Train("straight", steps: 4, cancelAfter: null);
        Train("broken", steps: 4, cancelAfter: 3);
        var resumed = Train("broken", steps: 4, cancelAfter: null);
        resumed.Select(point => point.Loss).ShouldBe(straight.Select(point => point.Loss));
        resumed.Count.ShouldBe(4);
        Weights("broken").ShouldBe(Weights("straight"));
        File.Exists(Path.Combine(_folder, "broken", "training.html")).ShouldBeTrue();
        EvaluationTable.Read(Path.Combine(_folder, "broken", "evaluation.csv")).Count.ShouldBe(1);
    }

    [Fact]
    public void Recomputation_changes_losses_by_rounding_alone()
    {
        // Inside a block gradients are the same to the bit; where branches meet, they are added in another order.
        var plain = Train("plain", steps: 3, cancelAfter: null);
        var recomputed = Train("recomputed", steps: 3, cancelAfter: null, RecomputePolicy.All);
        foreach (var (a, b) in plain.Zip(recomputed)) b.Loss.ShouldBe(a.Loss, 1e-5 * Math.Abs(a.Loss));
    }

    [Fact]
    public void Another_models_checkpoint_is_refused()
    {
        Train("other", steps: 2, cancelAfter: null);
        var state = Directory.GetFiles(Path.Combine(_folder, "other"), "state.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(state, File.ReadAllText(state).Replace("foldline-demo", "somebody-else", StringComparison.Ordinal));
        Should.Throw<InputException>(() => Train("other", steps: 3, cancelAfter: null)).Message.ShouldContain("somebody-else");
    }

    private IReadOnlyList<(long Step, double Loss, IReadOnlyDictionary<LossTerm, double> Terms)> Train(
        string name, long steps, int? cancelAfter, RecomputePolicy? policy = null)
    {
        var folder = Path.Combine(_folder, name);
        var configuration = new TrainingConfiguration
        {
            Model = "foldline-demo", Steps = steps, DiffusionBatch = 2, Cycles = 2, MiniRolloutSteps = 1, CheckpointEvery = 2, KeepCheckpoints = 1,
            EvaluationSamples = 1, EvaluationSteps = 1, Recompute = policy ?? RecomputePolicy.None,
            Entries = [new TrainingEntry { Name = "peptide", Structure = "2lwu.cif.gz", Chains = [new ChainSelection("A", 1, 6)], Resolution = 2 }],
            Optimisation = new OptimisationOptions { Schedule = new ConstantSchedule(1e-3) },
        };
        using var stop = new CancellationTokenSource();
        using var run = new TrainingRun(configuration, Path.GetDirectoryName(Repository.RequireSharedData("pdb/2lwu.cif.gz"))!, folder, TimeProvider.System);
        try
        {
            run.Run(new Observer(record =>
            {
                if (record.Step + 1 == cancelAfter) stop.Cancel();
            }), cancellationToken: stop.Token);
        }
        catch (OperationCanceledException) when (cancelAfter is not null)
        {
            // as if the process had been killed between two checkpoints
        }
        return LossCurve.Read(Path.Combine(folder, "losses.csv"));
    }

    private byte[] Weights(string name)
    {
        using var file = WeightsFile.Open(Path.Combine(_folder, name, "weights.safetensors"));
        using var scope = TorchSharp.torch.NewDisposeScope();
        return [.. file.Tensors.SelectMany(tensor => file.Load(tensor.Header.Name).cpu().contiguous().bytes.ToArray())];
    }

    private sealed class Observer(Action<StepRecord> hear) : IProgress<StepRecord>
    {
        public void Report(StepRecord value) => hear(value);
    }
}
