using Foldline.Network.Configuration;
using Foldline.Network.Diffusion;
using Foldline.Network.Embedding;
using Foldline.Network.Inputs;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The diffusion module, its parts, and the sampler step by step.</summary>
internal sealed class DiffusionCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["DiffusionConditioning", "AtomAttentionDecoder", "DiffusionModule", "sample_diffusion"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class switch
        {
            "AtomAttentionDecoder" => new AtomAttentionDecoder(
                config.Int("c_token"), config.Int("c_atom"), config.Int("c_atompair"),
                new TransformerConfiguration(config.Int("n_blocks"), config.Int("n_heads"))),
            "DiffusionConditioning" => new DiffusionConditioning(
                new DiffusionConfiguration { SigmaData = config.Double("sigma_data", 16), CNoise = config.Int("c_noise_embedding", 256) },
                config.Int("c_s"), config.Int("c_z"), config.Int("c_s_inputs")),
            "sample_diffusion" => Module(config.Section("module")),
            _ => Module(config),
        };
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference)
    {
        switch (module)
        {
            case AtomAttentionDecoder decoder:
                return Output(decoder.Decode(
                    reference.Input("a"), reference.Input("q_skip"), new AtomConditioning(reference.Input("c_skip"), reference.Input("p_skip")),
                    reference.Input("atom_to_token_idx")));
            case DiffusionConditioning conditioning:
                using (var positions = RelativePositions.FromDense(reference.Input("relp_feature").alias()))
                {
                    var single = conditioning.SingleBase(reference.Input("s_inputs"), reference.Input("s_trunk"));
                    return Outputs(
                        ("single_s", conditioning.Single(single, reference.Input("t_hat_noise_level"))),
                        ("pair_z", conditioning.Pairs(positions, reference.Input("z_trunk"))));
                }
            default:
                return reference.Class == "sample_diffusion" ? Sample((DiffusionModule)module!, reference) : Denoise((DiffusionModule)module!, reference);
        }
    }

    internal static DiffusionModule Module(CaseConfiguration config) =>
        new(ModelCases.Diffusion(config), config.Int("c_s"), config.Int("c_z"), config.Int("c_s_inputs"));

    private static IReadOnlyDictionary<string, Tensor> Denoise(DiffusionModule module, ReferenceCase reference)
    {
        var context = Prepare(module, reference);
        reference.Own(context);
        return Output(module.Denoise(context, reference.Input("x_noisy"), reference.Input("t_hat_noise_level")));
    }

    private static Dictionary<string, Tensor> Sample(DiffusionModule module, ReferenceCase reference)
    {
        using var context = Prepare(module, reference);
        var results = new Dictionary<string, Tensor>();
        var sampling = ModelCases.Sampling(reference.Config, reference.Config.Section("noise_schedule"));
        var sampler = new DiffusionSampler(sampling, reference.Config.Section("module").Double("sigma_data", 16));
        results["output"] = sampler.Sample(
            (noisy, level) => module.Denoise(context, noisy, level), context.Atoms.Count, new RecordedSamplerRandomness(reference), reference.Device, Trace);
        return results;

        void Trace(SamplerStep step)
        {
            results[$"trace.step{step.Index}.x_noisy"] = step.Noisy.clone().MoveToOuterDisposeScope();
            results[$"trace.step{step.Index}.t_hat"] = step.Level.clone().MoveToOuterDisposeScope();
            results[$"trace.step{step.Index}.x_denoised"] = step.Denoised.clone().MoveToOuterDisposeScope();
        }
    }

    private static DiffusionContext Prepare(DiffusionModule module, ReferenceCase reference) =>
        module.Prepare(reference.Features("input_feature_dict"), reference.Input("s_inputs"), reference.Input("s_trunk"), reference.Input("z_trunk"));
}
