using Foldline.Network.Diffusion;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Network.Random;
using Foldline.Training.Data;
using static TorchSharp.torch;

namespace Foldline.Training.Runs;

/// <summary>Folds an example as inference does and compares the samples with the experiment.</summary>
internal sealed class Evaluation(ProtenixModel model, TrainingConfiguration configuration, Device device)
{
    public IReadOnlyList<EvaluationRow> Run(TrainingExample example, long step, bool heldOut, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var seed = StepSeed.Of(configuration.Seed, step, 0, StepSeed.Use.Evaluation);
        using var inputs = ModelInputs.From(example.Features.Augmented(seed).Arrays, device);
        using var trunk = model.RunTrunk(inputs, model.Configuration.Cycles, new SeededMsaRowDraws(seed), cancellationToken: cancellationToken);
        using var context = model.Diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
        var sampling = model.Configuration.Sampling;
        if (configuration.EvaluationSteps is { } steps) sampling = sampling with { Steps = steps };
        using var randomness = new SeededSamplerRandomness(seed, 0, configuration.EvaluationSamples);
        var samples = new DiffusionSampler(sampling, model.Configuration.Diffusion.SigmaData).Sample(
            (noisy, level) => model.Diffusion.Denoise(context, noisy, level), inputs.AtomCount, randomness, inputs.Device, cancellation: cancellationToken);
        var prepared = model.Confidence.Prepare(trunk.SInputs, trunk.Single, trunk.Pair);
        using var judgement = new SampleJudgement(example, inputs);
        return [.. samples.unbind(0).Select((sample, number) =>
        {
            using var logits = model.Confidence.Judge(inputs, prepared, sample, cancellationToken);
            return judgement.Of(sample, logits, new EvaluationRow(step, example.Name, heldOut, number, 0, 0, 0, 0, SamplerSteps: sampling.Steps));
        })];
    }

    /// <summary>Judges structures of one entry that were sampled before the run and never learned.</summary>
    public IReadOnlyList<EvaluationRow> Judge(TrainingExample example, IReadOnlyList<Rollout> rollouts, long step, CancellationToken cancellationToken)
    {
        if (rollouts.Count == 0) return [];
        using var noGradient = no_grad();
        using var judgement = new SampleJudgement(example, rollouts[0].Inputs);
        return [.. rollouts.Select((rollout, number) =>
        {
            using var scope = NewDisposeScope();
            var (inputs, trunk) = (rollout.Inputs, rollout.Trunk);
            using var logits = model.Confidence.Judge(
                inputs, model.Confidence.Prepare(trunk.SInputs, trunk.Single, trunk.Pair), rollout.Structure[0], cancellationToken);
            return judgement.Of(rollout.Structure[0], logits, new EvaluationRow(step, example.Name, HeldOut: true, number, 0, 0, 0, 0, SamplerSteps: rollout.Steps));
        })];
    }
}
