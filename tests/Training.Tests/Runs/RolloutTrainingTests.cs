using Foldline.Network.Configuration;
using Foldline.Network.Devices;
using Foldline.Network.Model;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Training.Data;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;
using TorchSharp;

namespace Foldline.Training.Runs;

/// <summary>The confidence head trained alone on structures that are sampled once.</summary>
public sealed class RolloutTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Guid.NewGuid().ToString("N"))).FullName;

    // Six residues give two threads nothing to share.
    public RolloutTrainingTests()
    {
        TorchRuntime.UseThreads(1);
        TorchRuntime.Load();
        using var model = new ProtenixModel(NetworkRegistry.Get("foldline-demo"));
        UntrainedWeights.Initialise(model, 3);
        var parameters = model.named_parameters().ToArray();
        SafetensorsWriter.Write(Start, [.. parameters.Select(pair => new ArrayHeader(pair.name, ElementType.Float32, pair.parameter.shape))],
            index => parameters[index].parameter.bytes.ToArray());
    }

    private string Start => Path.Combine(_folder, "start.safetensors");

    public void Dispose()
    {
        TorchRuntime.UseThreads(Environment.ProcessorCount);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_confidence_head_learns_and_nothing_else_changes()
    {
        Train("run", steps: 12);
        using var before = WeightsFile.Open(Start);
        using var after = WeightsFile.Open(Path.Combine(_folder, "run", "weights.safetensors"));
        using var scope = torch.NewDisposeScope();
        var changed = before.Headers.Select(header => header.Name).Where(name => !before.Load(name).eq(after.Load(name)).all().item<bool>()).ToList();
        changed.ShouldNotBeEmpty();
        changed.ShouldAllBe(name => name.StartsWith("confidence_head.", StringComparison.Ordinal));
        var losses = LossCurve.Read(Path.Combine(_folder, "run", "losses.csv")).Select(point => point.Terms[LossTerm.Pde]).ToList();
        losses[^1].ShouldBeLessThan(0.95 * losses[0]);
    }

    [Fact]
    public void A_run_resumes_to_the_bit_on_the_structures_that_were_kept()
    {
        var straight = Train("straight", steps: 4);
        Train("resumed", steps: 2);
        var kept = File.GetLastWriteTimeUtc(Path.Combine(_folder, "resumed", "rollouts", "peptide.safetensors"));
        Train("resumed", steps: 4).ShouldBe(straight);
        File.GetLastWriteTimeUtc(Path.Combine(_folder, "resumed", "rollouts", "peptide.safetensors")).ShouldBe(kept);
        Train("resumed", steps: 4, seeds: 2);
        File.GetLastWriteTimeUtc(Path.Combine(_folder, "resumed", "rollouts", "peptide.safetensors")).ShouldNotBe(kept);
    }

    [Fact]
    public void Several_structures_of_a_seed_are_learned_in_one_step_and_resumed_to_the_bit()
    {
        var straight = Train("straight", steps: 4, together: 2);
        Train("resumed", steps: 2, together: 2);
        var kept = File.GetLastWriteTimeUtc(Path.Combine(_folder, "resumed", "rollouts", "peptide.safetensors"));
        Train("resumed", steps: 4, together: 2).ShouldBe(straight);
        straight.ShouldNotBe(Train("alone", steps: 4));
        Train("resumed", steps: 6);                                      // the same structures, one at a time
        File.GetLastWriteTimeUtc(Path.Combine(_folder, "resumed", "rollouts", "peptide.safetensors")).ShouldBe(kept);
    }

    [Fact]
    public void Structures_never_learned_are_judged_and_the_best_weights_kept()
    {
        Train("run", steps: 6);
        var rows = EvaluationTable.Read(Path.Combine(_folder, "run", "evaluation.csv"));
        rows.Select(row => row.Step).Distinct().ShouldBe([2, 4, 6]);
        rows.Count(row => row.Step == 2).ShouldBe(10);                  // two held-out seeds of two ordinary and three varied structures
        rows.ShouldAllBe(row => row.HeldOut && row.Score > 0 && row.Score < 1);
        rows.Where(row => row.Step == 2).Select(row => row.SamplerSteps).ShouldBe(rows.Where(row => row.Step == 6).Select(row => row.SamplerSteps));
        File.ReadAllBytes(Path.Combine(_folder, "run", "weights.safetensors")).ShouldBe(File.ReadAllBytes(Path.Combine(_folder, "run", "best.safetensors")));
        var best = rows.GroupBy(row => row.Step).MaxBy(step => RankingQuality.Of(step))!.Key;
        using var weights = WeightsFile.Open(Path.Combine(_folder, "run", "weights.safetensors"));
        weights.Metadata["step"].ShouldBe(best.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Fresh_parameters_start_at_random_though_the_file_has_them()
    {
        using var model = new ProtenixModel(NetworkRegistry.Get("foldline-demo"));
        UntrainedWeights.Initialise(model, 4);
        StartingWeights.Load(model, Start, partially: false, ["confidence_head."]);
        using var file = WeightsFile.Open(Start);
        using var scope = torch.NewDisposeScope();
        bool Same(string name) => file.Load(name).eq(model.named_parameters().Single(pair => pair.name == name).parameter).all().item<bool>();
        Same("pairformer_stack.blocks.0.tri_mul_out.linear_g.weight").ShouldBeTrue();
        Same("confidence_head.linear_no_bias_s1.weight").ShouldBeFalse();
    }

    [Fact]
    public void A_standardised_head_sees_the_small_differences_between_tokens()
    {
        using var model = new ProtenixModel(NetworkRegistry.Get("foldline-demo"));
        UntrainedWeights.Initialise(model, 4);
        using var scope = torch.NewDisposeScope();
        torch.random.manual_seed(2);
        var singles = 100 * torch.randn(1, 128) + torch.randn(40, 128);
        var (inputs, pair) = (torch.zeros(40, model.Configuration.CSInputs), torch.zeros(40, 40, model.Configuration.CZ));
        float Spread() => model.Confidence.Prepare(inputs, singles, pair).Single.std(0).mean().item<float>();
        Spread().ShouldBeLessThan(0.02f);
        model.Confidence.Standardise(singles);
        Spread().ShouldBe(1f, 0.01f);
        model.Confidence.Prepare(inputs, singles, pair).Single.mean([0]).abs().max().item<float>().ShouldBeLessThan(0.1f);
        foreach (var factors in model.Confidence.named_parameters().Where(pair => pair.name.StartsWith("input_strunk_ln", StringComparison.Ordinal)).Select(pair => pair.parameter))
            factors.to(torch.ScalarType.Float16).to(torch.ScalarType.Float32).eq(factors).all().item<bool>().ShouldBeTrue();   // weights written in half precision mean the same
    }

    [Fact]
    public void Rollouts_with_crops_or_with_the_whole_loss_are_refused()
    {
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1, "rollouts": {}, "entries": [ { "name": "a", "structure": "b" } ] }""");
        Should.Throw<InputException>(() => TrainingConfiguration.Load(path)).Message.ShouldContain("loss.confidenceOnly");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1, "rollouts": {}, "loss": { "confidenceOnly": true }, "crops": { "structures": "x" } }""");
        Should.Throw<InputException>(() => TrainingConfiguration.Load(path)).Message.ShouldContain("give entries");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1, "rollouts": { "seeds": 0 }, "loss": { "confidenceOnly": true }, "entries": [ { "name": "a", "structure": "b" } ] }""");
        Should.Throw<InputException>(() => TrainingConfiguration.Load(path)).Message.ShouldContain("rollouts.seeds is 0");
        File.WriteAllText(path, """{ "model": "foldline-demo", "steps": 1, "rollouts": { "together": 0 }, "loss": { "confidenceOnly": true }, "entries": [ { "name": "a", "structure": "b" } ] }""");
        Should.Throw<InputException>(() => TrainingConfiguration.Load(path)).Message.ShouldContain("rollouts.together is 0");
    }

    private List<string> Train(string name, long steps, int seeds = 3, int together = 1)
    {
        var folder = Path.Combine(_folder, name);
        var configuration = new TrainingConfiguration
        {
            Model = "foldline-demo", StartFrom = Start, Steps = steps, MiniRolloutSteps = 3, LeastMiniRolloutSteps = 1, CheckpointEvery = 2, KeepCheckpoints = 1, EvaluateEvery = 2,
            Entries = [new TrainingEntry { Name = "peptide", Structure = "2lwu.cif.gz", Chains = [new ChainSelection("A", 1, 6)], Resolution = 2 }],
            Loss = new LossOptions { ConfidenceOnly = true, Weights = new LossWeights(Confidence: 1, Pae: 1) },
            Rollouts = new RolloutOptions { Seeds = seeds, HeldOutSeeds = 2, Ordinary = 2, Varied = 3, AtOnce = 2, Together = together },
            Optimisation = new OptimisationOptions { Schedule = new ConstantSchedule(2e-3), Accumulation = 2, AverageDecay = 0.5 },
        };
        using (var run = new TrainingRun(configuration, Path.GetDirectoryName(Repository.RequireSharedData("pdb/2lwu.cif.gz"))!, folder, TimeProvider.System)) run.Run();
        return [.. File.ReadLines(Path.Combine(folder, "losses.csv")).Skip(1).Select(line => line[..line.LastIndexOf(',')])];
    }
}
