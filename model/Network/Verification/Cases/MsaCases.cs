using Foldline.Network.Configuration;
using Foldline.Network.Inputs;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The MSA module and its parts.</summary>
internal sealed class MsaCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["OuterProductMean", "MSAPairWeightedAveraging", "MSAStack", "MSABlock", "MSAModule"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class switch
        {
            "OuterProductMean" => new OuterProductMean(config.Int("c_m"), config.Int("c_z"), config.Int("c_hidden", 32)),
            "MSAPairWeightedAveraging" => new MsaPairWeightedAveraging(config.Int("c_m"), config.Int("c_z"), config.Int("c", 8), config.Int("n_heads", 8)),
            "MSAStack" => new MsaStack(config.Int("c_m"), config.Int("c_z"), config.Int("c", 8), config.Double("dropout", 0.15)),
            "MSABlock" => new MsaBlock(
                config.Int("c_m"),
                new PairformerDimensions(config.Int("c_z"), Dropout: config.Double("pair_dropout", 0.25)).ScaledUp(config.Bool("hidden_scale_up", false)),
                config.Bool("is_last_block", false), config.Int("c_hidden", 32), config.Double("msa_dropout", 0.15)),
            _ => new MsaModule(ModelCases.Msa(config), config.Int("c_z"), config.Int("c_s_inputs")),
        };
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference)
    {
        switch (module)
        {
            case OuterProductMean mean: return Output(mean.call(reference.Input("m"), reference.InputOrNull("mask")));
            case MsaPairWeightedAveraging averaging: return Output(averaging.call(reference.Input("m"), reference.Input("z")));
            case MsaStack stack: return Output(stack.call(reference.Input("m"), reference.Input("z")));
            case MsaBlock block:
                var (m, z) = block.call(reference.Input("m"), reference.Input("z"), reference.InputOrNull("pair_mask"));
                return m is null ? Outputs(("z", z)) : Outputs(("m", m), ("z", z));
            default:
                var rows = reference.Has("rng.msa_indices") ? reference.Get("rng.msa_indices") : null;
                return Output(((MsaModule)module!).Update(
                    reference.Features("input_feature_dict"), reference.Input("z"), reference.Input("s_inputs"), rows, reference.InputOrNull("pair_mask")));
        }
    }
}
