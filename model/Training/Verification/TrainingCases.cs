using Foldline.Network.Diffusion;
using Foldline.Network.Inputs;
using Foldline.Network.Model;
using Foldline.Network.Random;
using Foldline.Network.Verification;
using Foldline.Network.Weights;
using Foldline.Training.Losses;
using Foldline.Training.Optimisation;
using Foldline.Training.Steps;
using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>Replays of training with the network: noise levels, one batch of the denoiser, one whole step with the gradient of every parameter.</summary>
internal static class TrainingCases
{
    // Values pass through the whole network; ten times one part in a million of their size, as for all cases whose files record no noise floor.
    private const double Relative = 1e-5;

    // A bias that shifts all logits of a softmax alike has no gradient; what is recorded of it is rounding, 1e-9 of the whole and less.
    private const double RoundingOnly = 1e-8;

    public static void NoiseLevels(string path, Replay replay)
    {
        using var reference = ReferenceCase.Open(path, CPU);
        var noise = new Network.Configuration.TrainingNoiseConfiguration
        {
            Mean = reference.Config.Double("p_mean"), Deviation = reference.Config.Double("p_std"),
        };
        var training = new DiffusionTraining(noise, reference.Config.Double("sigma_data"));
        replay.Value("output", training.Levels(reference.Input("randn")), Relative);
    }

    public static void DiffusionBatch(string path, Replay replay)
    {
        using var reference = ReferenceCase.Open(path, CPU);
        using var noGradient = no_grad();
        using var module = CaseNetworks.Diffusion(reference.Config.Section("module"));
        WeightsLoader.Load(module, reference, share: false);
        module.train();
        using var context = module.Prepare(
            reference.Features("input_feature_dict"), reference.Input("s_inputs"), reference.Input("s_trunk"), reference.Input("z_trunk"));
        var label = new StructureLabel(reference.Input("label_dict.coordinate"), reference.Input("label_dict.coordinate_mask"));
        var training = new DiffusionTraining(new Network.Configuration.TrainingNoiseConfiguration(), reference.Config.Section("module").Double("sigma_data"));
        foreach (var chunk in new int?[] { null, 2 })
        {
            var (truth, denoised, level) = training.Run(module, context, label, new RecordedDraws(reference, "rng."), chunk);
            replay.Value("output.x_gt_augment", truth, Relative);
            replay.Value("output.x_denoised", denoised, Relative);
            replay.Value("output.sigma", level, Relative);
        }
    }

    public static void WholeStep(string path, Replay replay)
    {
        using var reference = ReferenceCase.Open(path, CPU);
        using var model = new ProtenixModel(CaseNetworks.Whole(reference.Config));
        WeightsLoader.Load(model, reference, share: false);
        model.train();
        var inputs = reference.Features("input_feature_dict");
        var label = new StructureLabel(reference.Input("label_dict.coordinate"), reference.Input("label_dict.coordinate_mask"));
        var options = new TrainingForwardOptions(reference.Config.Section("sample_diffusion").Int("N_step_mini_rollout"));
        var loss = new TotalLoss(LossConfig.Total(replay.Config));
        var (prediction, matched) = new TrainingForward(model, options).Run(
            inputs, new GivenOrder(label), new RecordedDraws(reference, "rng.train."), reference.Config.Int("N_cycle_used"));
        var resolution = reference.Input("input_feature_dict.resolution").item<float>();
        var features = LossFeatures.From(inputs, reference.Input("input_feature_dict.bond_mask"), resolution);
        var report = loss.Train(features, prediction, matched);
        report.Total.backward();
        Recomputation.Recompute.AfterBackward();

        foreach (var (name, value) in new[]
        {
            ("coordinate_mini", prediction.CoordinateMini), ("plddt", prediction.Plddt), ("pae", prediction.Pae), ("pde", prediction.Pde),
            ("resolved", prediction.Resolved), ("distogram", prediction.Distogram), ("coordinate", prediction.Coordinate),
            ("noise_level", prediction.NoiseLevel),
        })
            replay.Value("output." + name, value!, Relative);
        foreach (var (term, value) in report.Terms) replay.Value($"output.metrics.{LossConfig.OfficialName(term)}", tensor(value), Relative);
        replay.Value("output.loss", report.Total, Relative);
        var parameters = model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter, StringComparer.Ordinal);
        var norm = GradientNorm.Of(parameters.Values);
        replay.Value("output.grad_norm", tensor(norm), LossVerification.GradientTolerance);
        foreach (var name in replay.Names("grad.weight.")) replay.Gradient(name, parameters[name["grad.weight.".Length..]].grad, RoundingOnly * norm);
    }

    /// <summary>The draws that the original made.</summary>
    private sealed class RecordedDraws(ReferenceCase reference, string prefix) : ITrainingRandomness, IMsaRowDraws, ISamplerRandomness
    {
        public IMsaRowDraws Rows => this;

        public ISamplerRandomness MiniRollout => this;

        public Tensor Rotations() => reference.Get(prefix + "rot").alias();

        public Tensor Translations() => reference.Get(prefix + "trans").alias();

        public Tensor Levels() => reference.Get(prefix + "sigma_randn").alias();

        public Tensor Noise(long atoms) => reference.Get(prefix + "noise").alias();

        Tensor IMsaRowDraws.Draw(int cycle, long rows) => reference.Get($"rng.cycle{cycle}.msa_indices").alias();

        Tensor ISamplerRandomness.Start(long atoms) => reference.Get("rng.mini_init_noise").alias();

        Tensor ISamplerRandomness.Rotations(int step) => reference.Get("rng.mini_rot")[step];

        Tensor ISamplerRandomness.Translations(int step) => reference.Get("rng.mini_trans")[step].squeeze(1);

        Tensor ISamplerRandomness.Noise(int step, long atoms) => reference.Get("rng.mini_noise")[step];
    }
}
