using Foldline.Network.Configuration;
using Foldline.Network.Heads;
using Foldline.Network.Model;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Structures.Arrays;
using Foldline.Structures.Predictions;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Model;

/// <summary>Not beside the tests that switch kernels off: three steps of a perturbed network make a rounding a hundredth of an ångström.</summary>
[Collection("one profile at a time")]
public sealed class PredictorTests : IDisposable
{
    private static readonly NetworkConfiguration Small = NetworkRegistry.Get(NetworkRegistry.Demo) with
    {
        Pairformer = new() { Blocks = 1, Heads = 8, ScaleHidden = true }, Template = new() { Blocks = 1, C = 32, ScaleHidden = true },
    };

    private readonly LoadedModel _model = LoadedModel.Untrained(Small, 3);
    private readonly SyntheticTarget _target = new(tokens: 7, rows: 4);

    public PredictorTests() => Perturb(_model.Network);

    public void Dispose() => _model.Dispose();

    private static PredictionOptions Options(int samples = 2, long seed = 5) =>
        PredictionOptions.For(Small, seed) with { Samples = samples, Steps = 3, Cycles = 2, SamplesAtOnce = 2 };

    [Fact]
    public void Structures_come_with_finite_coordinates_and_logits_of_the_stated_sizes()
    {
        int count = 0;
        foreach (var prediction in new Predictor(_model).Predict(_target.Features, _target.Layout, Options(3)))
        {
            prediction.Sample.ShouldBe(count++);
            prediction.Seed.ShouldBe(5);
            prediction.Coordinates.Length.ShouldBe(_target.Layout.Atoms * 3);
            prediction.Coordinates.ShouldAllBe(value => float.IsFinite(value));
            prediction.ContactProbability.Length.ShouldBe(49);
            prediction.ContactProbability.ShouldAllBe(value => value >= 0 && value <= 1.0001f);
            (ILogitRows Logits, int Rows, int Columns, int Bins)[] heads =
            [
                (prediction.Plddt, _target.Layout.Atoms, 1, 50), (prediction.Pae, 7, 7, 64), (prediction.Pde, 7, 7, 64),
                (prediction.Resolved, _target.Layout.Atoms, 1, 2),
            ];
            foreach (var (logits, rows, columns, bins) in heads)
            {
                (logits.Rows, logits.Columns, logits.Bins).ShouldBe((rows, columns, bins));
                float[] row = new float[columns * bins];
                logits.CopyRow(rows - 1, row);
                row.ShouldAllBe(value => float.IsFinite(value));
                row.Distinct().Count().ShouldBeGreaterThan(1);
            }
        }
        count.ShouldBe(3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_structures_however_samples_are_grouped()
    {
        var together = Fold(Options(3) with { SamplesAtOnce = 3 });
        var alone = Fold(Options(3) with { SamplesAtOnce = 1 });
        var other = Fold(Options(3, seed: 6));
        for (int sample = 0; sample < 3; sample++)
            for (int index = 0; index < together[sample].Length; index++)
                alone[sample][index].ShouldBe(together[sample][index], 2e-2f);
        other[0].ShouldNotBe(together[0]);
        together[1].ShouldNotBe(together[0]);
    }

    [Fact]
    public void Chunks_do_not_change_the_answer()
    {
        var plain = Fold(Options(1))[0];
        var chunked = Fold(Options(1) with { ChunkSize = 3 })[0];
        for (int index = 0; index < plain.Length; index++) chunked[index].ShouldBe(plain[index], 2e-2f);
    }

    [Fact]
    public void Logits_are_gone_once_the_next_structure_is_asked_for()
    {
        var first = new Predictor(_model).Predict(_target.Features, _target.Layout, Options()).ToList()[0];
        Should.Throw<ObjectDisposedException>(() => first.Pae.CopyRow(0, new float[7 * 64])).Message.ShouldContain("next one");
        first.Coordinates.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Progress_counts_recycles_steps_and_samples_to_their_totals()
    {
        var heard = new Recorder();
        foreach (var _ in new Predictor(_model).Predict(_target.Features, _target.Layout, Options(3), heard)) { }
        heard.Steps(PredictionStage.Trunk).ShouldBe([(0, 2), (1, 2), (2, 2)]);
        heard.Steps(PredictionStage.Diffusion).ShouldBe(Enumerable.Range(0, 7).Select(step => (step, 6)));    // two groups of three steps
        heard.Steps(PredictionStage.Confidence)[^1].ShouldBe((3, 3));
    }

    [Fact]
    public void A_cancelled_prediction_stops_within_its_stage()
    {
        using var cancellation = new CancellationTokenSource();
        var heard = new Recorder(progress =>
        {
            if (progress is { Stage: PredictionStage.Diffusion, Done: 1 }) cancellation.Cancel();
        });
        var predictor = new Predictor(_model);
        Should.Throw<OperationCanceledException>(() => predictor.Predict(_target.Features, _target.Layout, Options(), heard, cancellation.Token).First());
        heard.Steps(PredictionStage.Diffusion)[^1].Done.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_left_behind_after_a_prediction()
    {
        Fold(Options());
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Fold(Options());
        DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    [Fact]
    public void Weights_written_and_loaded_fold_the_same_structures()
    {
        string folder = Directory.CreateTempSubdirectory("foldline-model-").FullName;
        try
        {
            string path = Path.Combine(folder, "small.safetensors");
            SafetensorsWriter.Write(path, StateArrays.Of(_model.Network));
            using var loaded = LoadedModel.Load(Small, path);
            loaded.WeightsSha256!.Length.ShouldBe(64);
            loaded.UntrainedSeed.ShouldBeNull();
            _model.UntrainedSeed.ShouldBe(3);
            var expected = Fold(Options(1))[0];
            var folded = new Predictor(loaded).Predict(_target.Features, _target.Layout, Options(1)).First().Coordinates;
            for (int index = 0; index < expected.Length; index++) folded[index].ShouldBe(expected[index], 1e-2f);   // memory is aligned otherwise
            Should.Throw<InputException>(() => LoadedModel.Load(NetworkRegistry.Get(NetworkRegistry.Demo), path)).Message.ShouldContain("do not fit");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Only_the_last_recycle_has_gradients_and_every_part_gets_some()
    {
        using var scope = NewDisposeScope();
        var network = _model.Network;
        using var inputs = Foldline.Network.Inputs.ModelInputs.From(_target.Features);
        using var trunk = network.RunTrunk(inputs, 2, new Foldline.Network.Random.AllMsaRows());
        using var context = network.Diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
        var noisy = randn(2, _target.Layout.Atoms, 3) * 8;
        var denoised = network.Diffusion.Denoise(context, noisy, tensor(new[] { 4f, 9f }));
        using var logits = network.Confidence.Judge(inputs, network.Confidence.Prepare(trunk.SInputs, trunk.Single, trunk.Pair), denoised[0]);
        var loss = denoised.square().mean() + network.Distogram.call(trunk.Pair).square().mean() + logits.Pae.square().mean() + logits.Pde.square().mean()
            + logits.Plddt.square().mean() + logits.Resolved.square().mean();
        loss.backward();
        var without = network.named_parameters().Where(pair => pair.parameter.requires_grad && pair.parameter.grad is null).Select(pair => pair.name).ToList();
        without.ShouldBeEmpty();
        var frozen = network.named_parameters().Where(pair => !pair.parameter.requires_grad).Select(pair => pair.name.Split('.')[^1]);
        frozen.Order().ShouldBe(["b", "lower_bins", "upper_bins", "w"]);
    }

    [Fact]
    public void Several_structures_are_judged_together_as_each_by_itself_gradients_too()
    {
        using var scope = NewDisposeScope();
        var (network, head) = (_model.Network, _model.Network.Confidence);
        network.train();
        foreach (var module in head.modules().OfType<Foldline.Network.Primitives.IDropout>()) module.Rate = 0;
        using var inputs = Foldline.Network.Inputs.ModelInputs.From(_target.Features);
        using var generator = new Generator(12, CPU);
        Tensor Normal(params long[] shape) => randn(shape, generator: generator);
        var (sInputs, single, pair) = (Normal(7, Small.CSInputs), Normal(7, Small.CS), Normal(7, 7, Small.CZ));
        var structures = Normal(3, _target.Layout.Atoms, 3) * 8;
        Tensor[] Judged(bool together)
        {
            var prepared = head.Prepare(sInputs, single, pair);
            Tensor[][] all = together ? [Parts(head.Judge(inputs, prepared, structures))] : [.. structures.unbind(0).Select(one => Parts(head.Judge(inputs, prepared, one)))];
            return together ? all[0] : [.. Enumerable.Range(0, 4).Select(part => stack([.. all.Select(one => one[part])]))];
        }
        Dictionary<string, Tensor> Gradients(Tensor[] parts)
        {
            network.zero_grad();
            parts.Select(part => part.square().mean()).Aggregate((sum, part) => sum + part).backward();
            return head.named_parameters().Where(pair => pair.parameter.grad is not null).ToDictionary(pair => pair.name, pair => pair.parameter.grad!.clone());
        }
        var (together, apart) = (Judged(true), Judged(false));
        foreach (var (one, other) in together.Zip(apart)) Distance(one, other).ShouldBeLessThan(1e-5f);
        var (gradients, expected) = (Gradients(together), Gradients(apart));
        gradients.Keys.Order().ShouldBe(expected.Keys.Order());
        foreach (var (name, gradient) in gradients)
            if (!name.EndsWith("layernorm_z.bias", StringComparison.Ordinal)) Distance(gradient, expected[name]).ShouldBeLessThan(1e-4f, name);   // a bias that softmax takes away: its gradient is rounding

        static Tensor[] Parts(ConfidenceLogits logits) => [logits.Plddt, logits.Pae, logits.Pde, logits.Resolved];
        static float Distance(Tensor a, Tensor b) => (a - b).norm().item<float>() / (b.norm().item<float>() + 1e-6f);
    }

    private List<float[]> Fold(PredictionOptions options) =>
        [.. new Predictor(_model).Predict(_target.Features, _target.Layout, options).Select(prediction => prediction.Coordinates)];

    // Untrained residual branches are silent; a little of everything makes every path count.
    private static void Perturb(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var generator = new Generator(11, CPU);
        foreach (var (name, parameter) in network.named_parameters())
            if (parameter.requires_grad) parameter.add_(randn(parameter.shape, dtype: ScalarType.Float32, generator: generator) * 0.05);
    }

    private sealed class Recorder(Action<PredictionProgress>? then = null) : IProgress<PredictionProgress>
    {
        private readonly List<PredictionProgress> _heard = [];

        public void Report(PredictionProgress value)
        {
            _heard.Add(value);
            then?.Invoke(value);
        }

        public List<(int Done, int Total)> Steps(PredictionStage stage) =>
            [.. _heard.Where(progress => progress.Stage == stage).Select(progress => (progress.Done, progress.Total))];
    }
}
