using Foldline.Network.Configuration;
using Foldline.Network.Constraint;
using Foldline.Network.Embedding;
using Foldline.Network.Inputs;
using Foldline.Network.Template;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The modules that turn features into representations.</summary>
internal sealed class EmbeddingCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes =>
        ["InputFeatureEmbedder", "RelativePositionEncoding", "AtomAttentionEncoder", "TemplateEmbedder", "ConstraintEmbedder"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class switch
        {
            "InputFeatureEmbedder" => new InputFeatureEmbedder(ModelCases.InputEmbedder(config, config.Section("esm_configs"))),
            "RelativePositionEncoding" => new RelativePositionEncoding(config.Int("c_z")),
            "TemplateEmbedder" => new TemplateEmbedder(ModelCases.Template(config), config.Int("c_z")),
            "ConstraintEmbedder" => new ConstraintEmbedder(ModelCases.Constraint(config), config.Int("c_constraint_z")),
            _ => new AtomAttentionEncoder(
                config.Int("c_token"), config.Int("c_atom"), config.Int("c_atompair"), config.Int("n_blocks"), config.Int("n_heads"),
                config.Bool("has_coords") ? (config.Int("c_s"), config.Int("c_z")) : null),
        };
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference)
    {
        switch (module)
        {
            case InputFeatureEmbedder embedder: return Output(embedder.Embed(reference.Features("input_feature_dict")));
            case TemplateEmbedder template:
                return Output(template.Embed(reference.Features("input_feature_dict"), reference.Input("z"), reference.InputOrNull("pair_mask")));
            case ConstraintEmbedder constraint: return Output(constraint.Embed(Constraints(reference))!);
            case RelativePositionEncoding encoding:
                var positions = reference.Features(null).RelativePositions;
                return Outputs(("relp", positions.Dense(ScalarType.Float32)), ("z", encoding.Encode(positions)));
            default: return Encode((AtomAttentionEncoder)module!, reference);
        }
    }

    private static IReadOnlyDictionary<string, Tensor> Encode(AtomAttentionEncoder encoder, ReferenceCase reference)
    {
        var inputs = reference.Features(null);
        var encoding = reference.InputOrNull("r_l") is { } r
            ? encoder.Encode(inputs.Atoms, reference.Input("s"), reference.Input("z"), r)
            : encoder.Encode(inputs.Atoms, reference.Get("output.a").shape[^2]);
        return Outputs(("a", encoding.Token), ("q_l", encoding.Query), ("c_l", encoding.Conditioning.Single), ("p_lm", encoding.Conditioning.Pair));
    }

    private static ConstraintInputs Constraints(ReferenceCase reference)
    {
        var features = reference.Inputs("constraint_feature_dict");
        return new ConstraintInputs(
            features.GetValueOrDefault("pocket"), features.GetValueOrDefault("contact"), features.GetValueOrDefault("contact_atom"),
            features.GetValueOrDefault("substructure"));
    }
}
