using Foldline.Network.Primitives;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>Attention with a bias, over all tokens or by windows of atoms.</summary>
internal sealed class AttentionCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["Attention", "AttentionPairBias"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        if (reference.Class == "AttentionPairBias")
            return new AttentionPairBias(
                config.Int("c_a"), config.Bool("has_s", true) ? config.Int("c_s") : null, config.Int("c_z"), config.Int("n_heads"),
                config.Bool("create_offset_ln_z", false), config.Bool("cross_attention_mode", false));
        if (!config.Bool("gating", true))
            throw new InputException($"{reference.Description}: attention without a gate does not occur in the network and is not replayed.");
        if (config.Int("c_k") != config.Int("c_v")) throw new InputException($"{reference.Description}: keys and values of different width are not replayed.");
        return new Attention(config.Int("c_q"), config.Int("c_k"), config.Int("c_hidden"), config.Int("num_heads"), config.Bool("q_linear_bias", false));
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) => Output(module switch
    {
        AttentionPairBias pairBias => pairBias.call(reference.Input("a"), reference.InputOrNull("s"), reference.Input("z")),
        _ => ((Attention)module!).call(reference.Input("q_x"), reference.Input("kv_x"), reference.InputOrNull("attn_bias")),
    });
}
