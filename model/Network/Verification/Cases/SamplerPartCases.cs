using Foldline.Network.Diffusion;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The parts of the sampler without learnt weights: noise levels, their embedding, augmentation.</summary>
internal sealed class SamplerPartCases : CaseFamily
{
    private const string StepsPrefix = "output.n_step_";

    public override IReadOnlyCollection<string> Classes => ["FourierEmbedding", "InferenceNoiseScheduler", "centre_random_augmentation"];

    public override nn.Module? Build(ReferenceCase reference) => reference.Class == "FourierEmbedding" ? new FourierEmbedding(reference.Config.Int("c")) : null;

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) => reference.Class switch
    {
        "FourierEmbedding" => Output(((FourierEmbedding)module!).call(reference.Input("t_hat_noise_level"))),
        "InferenceNoiseScheduler" => Levels(reference),
        _ => Output(Augment(reference)),
    };

    private static Dictionary<string, Tensor> Levels(ReferenceCase reference)
    {
        var config = reference.Config;
        var schedule = new NoiseSchedule
        {
            Largest = config.Double("s_max"), Smallest = config.Double("s_min"), Exponent = config.Double("rho"), DataDeviation = config.Double("sigma_data"),
        };
        return reference.Keys(StepsPrefix).ToDictionary(key => key, key => tensor(schedule.Levels((int)reference.Get(key).shape[0] - 1)));
    }

    private static Tensor Augment(ReferenceCase reference)
    {
        var translations = reference.Get("rng.trans") * reference.Config.Double("s_trans", 1);
        var rotations = reference.Get("rng.rot").view([.. translations.shape[..^1], 3, 3]);
        return RandomAugmentation.Apply(reference.Input("x_input_coords"), rotations, translations, reference.InputOrNull("mask"));
    }
}
