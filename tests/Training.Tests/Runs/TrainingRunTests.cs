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

    [Theory, InlineData(TrainingPrecision.Fp32), InlineData(TrainingPrecision.Bf16)]
    public void An_interrupted_run_continues_to_the_bit(TrainingPrecision dtype)
    {
        var straight = Train("straight", steps: 4, cancelAfter: null, dtype: dtype);
        Train("broken", steps: 4, cancelAfter: 3, dtype: dtype);
        var resumed = Train("broken", steps: 4, cancelAfter: null, dtype: dtype);
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
    public void Products_in_bf16_give_nearly_the_losses_of_single_precision_and_single_precision_weights()
    {
        var single = Train("single", steps: 8, cancelAfter: null);
        var half = Train("half", steps: 8, cancelAfter: null, dtype: TrainingPrecision.Bf16);
        half.Select(point => point.Loss).ShouldNotBe(single.Select(point => point.Loss));
        foreach (var (a, b) in single.Zip(half)) b.Loss.ShouldBe(a.Loss, 0.02 * Math.Abs(a.Loss));
        using var file = WeightsFile.Open(Path.Combine(_folder, "half", "weights.safetensors"));
        using var scope = TorchSharp.torch.NewDisposeScope();
        var weight = file.Load("pairformer_stack.blocks.0.tri_mul_out.linear_a_p.weight");
        weight.to(TorchSharp.torch.ScalarType.BFloat16).to(TorchSharp.torch.ScalarType.Float32).eq(weight).all().item<bool>()
            .ShouldBeFalse("a weight kept in bf16 would have lost its last digits");
    }

    [Fact]
    public void Another_models_checkpoint_is_refused()
    {
        Train("other", steps: 2, cancelAfter: null);
        var state = Directory.GetFiles(Path.Combine(_folder, "other"), "state.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(state, File.ReadAllText(state).Replace("foldline-demo", "somebody-else", StringComparison.Ordinal));
        Should.Throw<InputException>(() => Train("other", steps: 3, cancelAfter: null)).Message.ShouldContain("somebody-else");
    }

    [Fact]
    public void A_step_that_is_not_finite_stops_the_run_and_leaves_its_batch()
    {
        var fault = Should.Throw<TrainingFault>(() => Train("diverged", steps: 6, cancelAfter: null, rate: 1e30));
        var saved = Directory.GetFiles(Path.Combine(_folder, "diverged"), "failed-step-*.safetensors").ShouldHaveSingleItem();
        fault.Message.ShouldContain(saved);
        using var batch = WeightsFile.Open(saved);
        batch.Headers.Select(header => header.Name).ShouldContain("label.coordinate");
        batch.Headers.Select(header => header.Name).ShouldContain("restype");
    }

    [Fact]
    public void Settings_that_changed_since_the_last_checkpoint_are_named()
    {
        Train("changed", steps: 2, cancelAfter: null);
        using (var same = Run("changed", Configuration(steps: 4))) same.ChangedSettings.ShouldBeEmpty();
        using (var other = Run("changed", Configuration(steps: 4) with { Seed = 7, DiffusionBatch = 3 })) other.ChangedSettings.ShouldBe(["seed", "diffusionBatch"], ignoreOrder: true);
        using (var fresh = Run("another", Configuration(steps: 4) with { Seed = 7 })) fresh.ChangedSettings.ShouldBeEmpty();
    }

    [Fact]
    public void Parameters_frozen_later_keep_what_they_had_learned()
    {
        const string name = "diffusion_module.diffusion_conditioning.layernorm_s.weight";
        var optimisation = new OptimisationOptions { Schedule = new ConstantSchedule(1e-3), AverageDecay = 0 };
        using (var run = Run("frozen", Configuration(steps: 2) with { Optimisation = optimisation })) run.Run();
        var learned = Weight("frozen", name);
        using (var run = Run("frozen", Configuration(steps: 3) with { Optimisation = optimisation with { FrozenNames = ["diffusion_module"] } })) run.Run();
        Weight("frozen", name).ShouldBe(learned);
        using (var run = Run("started", Configuration(steps: 1) with { Optimisation = optimisation with { FrozenNames = ["diffusion_module"] } })) run.Run();
        Weight("started", name).ShouldNotBe(learned);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_by_name()
    {
        Train("damaged", steps: 2, cancelAfter: null);
        var state = Directory.GetFiles(Path.Combine(_folder, "damaged"), "state.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(state, "{");
        Should.Throw<InputException>(() => Train("damaged", steps: 3, cancelAfter: null)).Message.ShouldContain("step-00000002 is damaged");
    }

    private IReadOnlyList<(long Step, double Loss, IReadOnlyDictionary<LossTerm, double> Terms)> Train(
        string name, long steps, int? cancelAfter, RecomputePolicy? policy = null, TrainingPrecision dtype = TrainingPrecision.Fp32, double rate = 1e-3)
    {
        using var stop = new CancellationTokenSource();
        using var run = Run(name, Configuration(steps) with
        {
            Dtype = dtype, Recompute = policy ?? RecomputePolicy.None, Optimisation = new OptimisationOptions { Schedule = new ConstantSchedule(rate) },
        });
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
        return LossCurve.Read(Path.Combine(_folder, name, "losses.csv"));
    }

    private static TrainingConfiguration Configuration(long steps) => new()
    {
        Model = "foldline-demo", Steps = steps, DiffusionBatch = 2, Cycles = 2, MiniRolloutSteps = 1, CheckpointEvery = 2, KeepCheckpoints = 1,
        EvaluationSamples = 1, EvaluationSteps = 1,
        Entries = [new TrainingEntry { Name = "peptide", Structure = "2lwu.cif.gz", Chains = [new ChainSelection("A", 1, 6)], Resolution = 2 }],
        Optimisation = new OptimisationOptions { Schedule = new ConstantSchedule(1e-3) },
    };

    private TrainingRun Run(string name, TrainingConfiguration configuration)
        => new(configuration, Path.GetDirectoryName(Repository.RequireSharedData("pdb/2lwu.cif.gz"))!, Path.Combine(_folder, name), TimeProvider.System);

    private byte[] Weights(string name)
    {
        using var file = WeightsFile.Open(Path.Combine(_folder, name, "weights.safetensors"));
        using var scope = TorchSharp.torch.NewDisposeScope();
        return [.. file.Tensors.SelectMany(tensor => file.Load(tensor.Header.Name).cpu().contiguous().bytes.ToArray())];
    }

    private float[] Weight(string run, string name)
    {
        using var file = WeightsFile.Open(Path.Combine(_folder, run, "weights.safetensors"));
        using var scope = TorchSharp.torch.NewDisposeScope();
        return [.. file.Load(name).data<float>()];
    }

    private sealed class Observer(Action<StepRecord> hear) : IProgress<StepRecord>
    {
        public void Report(StepRecord value) => hear(value);
    }
}
