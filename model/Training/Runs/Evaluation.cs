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
        var truth = tensor(example.Coordinates, [example.Atoms, 3], device: inputs.Device);
        var resolved = tensor(example.Resolved, device: inputs.Device);
        var nucleotide = (inputs.Index("is_dna") + inputs.Index("is_rna")).to_type(ScalarType.Bool);
        return [.. samples.unbind(0).Select((sample, number) =>
        {
            using var logits = model.Confidence.Judge(inputs, prepared, sample, cancellationToken);
            return new EvaluationRow(
                step, example.Name, heldOut, number, StructureScore.Lddt(sample, truth, resolved, nucleotide), StructureScore.Rmsd(sample, truth, resolved),
                Plddt(logits.Plddt), StructureScore.Clashes(sample, inputs.Index("ref_space_uid")));
        })];
    }

    private static double Plddt(Tensor logits)                    // [l,bins] -> 0..100
    {
        using var scope = NewDisposeScope();
        var bins = logits.size(-1);
        var centres = (arange(bins, dtype: ScalarType.Float32, device: logits.device) + 0.5) / bins;
        return 100 * (nn.functional.softmax(logits.to_type(ScalarType.Float32), -1) * centres).sum(-1).mean().item<float>();
    }
}
