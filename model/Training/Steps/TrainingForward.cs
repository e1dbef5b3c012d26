using Foldline.Network.Diffusion;
using Foldline.Network.Heads;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Training.Losses;
using static TorchSharp.torch;

namespace Foldline.Training.Steps;

/// <summary>
/// One example through the network in training (AF3 supplement 4 and figure 2c): trunk with the gradients of its last recycle, a short rollout without
/// gradients to match labels and train confidence, noisy copies of the truth for the denoiser, the distogram.
/// </summary>
/// <param name="model">The network, in training mode.</param>
/// <param name="options">Rollout and chunk sizes.</param>
public sealed class TrainingForward(ProtenixModel model, TrainingForwardOptions options)
{
    private readonly DiffusionTraining _diffusion = new(model.Configuration.TrainingNoise, model.Configuration.Diffusion.SigmaData);

    /// <summary>Runs the example.</summary>
    /// <param name="inputs">The features.</param>
    /// <param name="matching">Fits the label to the rollout, and samples to the label.</param>
    /// <param name="randomness">All draws but dropout.</param>
    /// <param name="cycles">Passes through the trunk.</param>
    /// <param name="rolloutSteps">Sampler steps of the mini-rollout; those of the options where <c>null</c>.</param>
    /// <param name="cancellationToken">Looked at between blocks and steps.</param>
    /// <returns>What the losses need; its tensors, and those of the label, belong to the caller's scope.</returns>
    public (LossPrediction Prediction, StructureLabel Label) Run(
        ModelInputs inputs, ILabelMatching matching, ITrainingRandomness randomness, int cycles, int? rolloutSteps = null,
        CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        var trunk = Trunk(inputs, randomness, cycles, cancellationToken);
        var rollout = MiniRollout(inputs, trunk, randomness, rolloutSteps ?? options.MiniRolloutSteps, cancellationToken);
        var label = matching.MatchLabel(rollout);
        var prediction = Confidence(inputs, trunk, rollout, cancellationToken);
        if (!options.ConfidenceOnly) prediction = Denoise(prediction, inputs, trunk, label, matching, randomness);
        return Outward(prediction, label);
    }

    /// <summary>Runs the confidence head alone, on structures that were sampled before.</summary>
    /// <param name="inputs">The features.</param>
    /// <param name="trunk">What the trunk made of them.</param>
    /// <param name="structures">[sample,l,3] Å.</param>
    /// <param name="matching">Fits the label to the first, and the others to the label.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <returns>As <see cref="Run"/>.</returns>
    public (LossPrediction Prediction, StructureLabel Label) Judge(
        ModelInputs inputs, Trunk trunk, Tensor structures, ILabelMatching matching, CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        var label = matching.MatchLabel(structures.narrow(0, 0, 1));
        var prediction = Confidence(inputs, trunk, structures.alias(), cancellationToken);
        return Outward(structures.shape[0] == 1 ? prediction : prediction with { CoordinateMini = matching.MatchSamples(structures, label).alias() }, label);
    }

    private LossPrediction Confidence(ModelInputs inputs, Trunk trunk, Tensor structures, CancellationToken cancellationToken)
    {
        var one = structures.shape[0] == 1;
        Tensor Sampled(Tensor logits) => one ? logits.unsqueeze(0) : logits;
        var judged = model.Confidence.Judge(inputs, model.Confidence.Prepare(trunk.SInputs, trunk.Single, trunk.Pair), one ? structures[0] : structures, cancellationToken);
        return new LossPrediction
        {
            CoordinateMini = structures, Plddt = Sampled(judged.Plddt), Pae = Sampled(judged.Pae), Pde = Sampled(judged.Pde), Resolved = Sampled(judged.Resolved),
        };
    }

    private Trunk Trunk(ModelInputs inputs, ITrainingRandomness randomness, int cycles, CancellationToken cancellationToken)
    {
        if (!options.ConfidenceOnly) return model.RunTrunk(inputs, cycles, randomness.Rows, cancellationToken: cancellationToken);
        using var noGradient = no_grad();
        model.eval();
        var trunk = model.RunTrunk(inputs, cycles, randomness.Rows, cancellationToken: cancellationToken);
        model.train();
        return trunk;
    }

    private Tensor MiniRollout( // -> [1,l,3] Å
        ModelInputs inputs, Trunk trunk, ITrainingRandomness randomness, int steps, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.Diffusion.eval();
        try
        {
            using var context = model.Diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
            var sampling = model.Configuration.Sampling with { Steps = steps };
            return new DiffusionSampler(sampling, model.Configuration.Diffusion.SigmaData).Sample(
                (noisy, level) => model.Diffusion.Denoise(context, noisy, level), inputs.AtomCount, randomness.MiniRollout, inputs.Device,
                cancellation: cancellationToken).MoveToOuterDisposeScope();
        }
        finally
        {
            model.Diffusion.train();
        }
    }

    private LossPrediction Denoise(
        LossPrediction prediction, ModelInputs inputs, Trunk trunk, StructureLabel label, ILabelMatching matching, ITrainingRandomness randomness)
    {
        using var context = model.Diffusion.Prepare(inputs, trunk.SInputs, trunk.Single, trunk.Pair);
        var (_, denoised, level) = _diffusion.Run(model.Diffusion, context, label, randomness, options.DiffusionChunk);
        return prediction with
        {
            Coordinate = matching.MatchSamples(denoised, label), NoiseLevel = level, Distogram = model.Distogram.Rows(trunk.Pair, 0, trunk.Pair.size(-3)),
        };
    }

    private static (LossPrediction Prediction, StructureLabel Label) Outward(LossPrediction prediction, StructureLabel label)
    {
        foreach (var tensor in Tensors(prediction).Append(label.Coordinate).Append(label.Resolved)) tensor.MoveToOuterDisposeScope();
        return (prediction, label);
    }

    private static IEnumerable<Tensor> Tensors(LossPrediction p)
        => new[] { p.Coordinate, p.CoordinateMini, p.NoiseLevel, p.Distogram, p.Plddt, p.Pde, p.Pae, p.Resolved }.OfType<Tensor>();
}
