using Foldline.Features;
using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;
using Foldline.Training.Recomputation;
using Foldline.Training.Steps;
using static TorchSharp.torch;

namespace Foldline.Training.Measurement;

/// <summary>A training step of a made-up protein, to be measured: the whole path of <see cref="TrainingForward"/>, losses, gradients and optimiser.</summary>
public sealed class MeasuredStep : IDisposable
{
    private readonly int _diffusionBatch, _rolloutSteps;
    private readonly ModelInputs _inputs;
    private readonly StructureLabel _label;
    private readonly Lazy<Adam> _adam;

    /// <summary>Prepares the step; gradients are allocated, so that they do not count as part of it.</summary>
    /// <param name="configuration">The network; its weights are seeded.</param>
    /// <param name="tokens">Residues.</param>
    /// <param name="diffusionBatch">Noisy samples.</param>
    /// <param name="rolloutSteps">Sampler steps of the mini-rollout.</param>
    /// <param name="device">Where the network runs; the CPU where <c>null</c>.</param>
    public MeasuredStep(NetworkConfiguration configuration, int tokens, int diffusionBatch, int rolloutSteps = 1, Device? device = null)
    {
        (_diffusionBatch, _rolloutSteps) = (diffusionBatch, rolloutSteps);
        Network = new ProtenixModel(configuration, device);
        UntrainedWeights.Initialise(Network, 1);
        Network.UseDropoutMasks(new ReplayableDropoutMasks());
        Network.train();
        var trained = Network.named_parameters().Where(pair => pair.parameter.requires_grad).ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        foreach (var parameter in trained.Values) parameter.grad = zeros_like(parameter);
        _adam = new Lazy<Adam>(() => new Adam(trained, new AdamOptions()));
        _inputs = ModelInputs.From(new Featurizer().Build(Protein(tokens), null, new FeatureOptions { UseMsa = false }, seed: 1).Arrays, device);
        random.manual_seed(1);
        using var unit = randn([_inputs.AtomCount, 3], device: device);
        _label = new StructureLabel((10 * unit).DetachFromDisposeScope(), ones([_inputs.AtomCount], device: device).DetachFromDisposeScope());
    }

    /// <summary>The network.</summary>
    public ProtenixModel Network { get; }

    /// <summary>Atoms of the protein.</summary>
    public long Atoms => _inputs.AtomCount;

    /// <summary>Forward, losses and gradients.</summary>
    /// <param name="policy">What is recomputed.</param>
    /// <param name="stage">Runs each part under its name, for profiles.</param>
    public void Run(RecomputePolicy policy, Action<string, Action>? stage = null)
    {
        stage ??= (_, work) => work();
        using var scope = NewDisposeScope();
        using var kernel = new DeterministicAttention();
        using var segments = Segments.Use(new SegmentRecompute(policy));
        using var randomness = new SeededTrainingRandomness(1, _diffusionBatch);
        random.manual_seed(1);
        var before = Network.Diffusion.BiasMemory;
        if (policy.Blocks) Network.Diffusion.BiasMemory = 0;      // biases of all blocks at once would outlive the blocks
        LossPrediction? prediction = null;
        StructureLabel? label = null;
        Tensor? total = null;
        stage("forward", () => (prediction, label) = new TrainingForward(Network, new TrainingForwardOptions(_rolloutSteps)).Run(
            _inputs, new GivenOrder(_label), randomness, cycles: 1));
        stage("losses", () => total = new TotalLoss(new LossOptions()).Train(LossFeatures.From(_inputs, zeros([Atoms, Atoms], device: _inputs.Device), 2), prediction!, label!).Total);
        stage("backward", () =>
        {
            total!.backward();
            Recompute.AfterBackward();
        });
        Network.Diffusion.BiasMemory = before;
    }

    /// <summary>Clips the gradients and updates the parameters.</summary>
    public void Update()
    {
        _adam.Value.ClipGradients(10);
        _adam.Value.Step(_ => 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_adam.IsValueCreated) _adam.Value.Dispose();
        _inputs.Dispose();
        _label.Coordinate.Dispose();
        _label.Resolved.Dispose();
        Network.Dispose();
    }

    private static Target Protein(int tokens)
    {
        const string letters = "ARNDCQEGHILKMFPSTWYV";
        var sequence = string.Concat(Enumerable.Range(0, tokens).Select(i => letters[i * 7 % letters.Length]));
        return new Target { Name = $"protein-{tokens}", Entities = [new Entity { Kind = EntityKind.Protein, Sequence = sequence, ChainIds = ["A"] }] };
    }
}
