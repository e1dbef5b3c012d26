using Foldline.Features;
using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using Foldline.Sequences;
using Foldline.Training.Losses;
using Foldline.Training.Recomputation;
using Foldline.Training.Steps;
using static TorchSharp.torch;

namespace Foldline.Training.Measurement;

/// <summary>What one training step of a protein of given length needs on top of the parameters and their gradients.</summary>
/// <param name="Tokens">Residues.</param>
/// <param name="Policy">What was recomputed.</param>
/// <param name="DynamicBytes">Peak of the step, less what was resident when it began; gradients were there before.</param>
/// <param name="Seconds">Wall-clock time of the step.</param>
public sealed record StepMemory(int Tokens, RecomputePolicy Policy, long DynamicBytes, double Seconds)
{
    /// <summary>Measures one step, forward and backward, after gradients have been allocated.</summary>
    /// <param name="configuration">The network; its weights are seeded.</param>
    /// <param name="tokens">Residues of a made-up protein.</param>
    /// <param name="policy">What is recomputed.</param>
    /// <param name="diffusionBatch">Noisy samples.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="PlatformNotSupportedException">See <see cref="PeakMemory.IsSupported"/>.</exception>
    public static StepMemory Measure(NetworkConfiguration configuration, int tokens, RecomputePolicy policy, int diffusionBatch, TimeProvider time)
    {
        using var scope = NewDisposeScope();
        using var model = new ProtenixModel(configuration);
        UntrainedWeights.Initialise(model, 1);
        model.UseDropoutMasks(new ReplayableDropoutMasks());
        model.train();
        if (policy.Blocks) model.Diffusion.BiasMemory = 0;
        foreach (var parameter in model.parameters())
            if (parameter.requires_grad) parameter.grad = zeros_like(parameter);
        var features = new Featurizer().Build(Protein(tokens), null, new FeatureOptions { UseMsa = false }, seed: 1);
        using var inputs = ModelInputs.From(features.Arrays);
        var started = time.GetTimestamp();
        var peak = PeakMemory.Measure(() =>
        {
            started = time.GetTimestamp();
            Step(model, inputs, policy, diffusionBatch);
        });
        return new StepMemory(tokens, policy, peak.Added, time.GetElapsedTime(started).TotalSeconds);
    }

    private static void Step(ProtenixModel model, ModelInputs inputs, RecomputePolicy policy, int diffusionBatch)
    {
        using var scope = NewDisposeScope();
        using var kernel = new DeterministicAttention();
        using var segments = Segments.Use(new SegmentRecompute(policy));
        using var randomness = new SeededTrainingRandomness(1, diffusionBatch);
        random.manual_seed(1);
        var atoms = inputs.AtomCount;
        var label = new StructureLabel(10 * randn(atoms, 3), ones(atoms));
        var (prediction, matched) = new TrainingForward(model, new TrainingForwardOptions(MiniRolloutSteps: 1)).Run(
            inputs, new GivenOrder(label), randomness, cycles: 1);
        var report = new TotalLoss(new LossOptions()).Train(LossFeatures.From(inputs, zeros(atoms, atoms), 2), prediction, matched);
        report.Total.backward();
        Recompute.AfterBackward();
    }

    private static Target Protein(int tokens)
    {
        const string letters = "ARNDCQEGHILKMFPSTWYV";
        var sequence = string.Concat(Enumerable.Range(0, tokens).Select(i => letters[i * 7 % letters.Length]));
        return new Target { Name = $"protein-{tokens}", Entities = [new Entity { Kind = EntityKind.Protein, Sequence = sequence, ChainIds = ["A"] }] };
    }
}
