using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The conditioned transformers over tokens and atoms.</summary>
internal sealed class TransformerCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["DiffusionTransformer", "DiffusionTransformerBlock", "AtomTransformer"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class switch
        {
            "AtomTransformer" => new AtomTransformer(config.Int("c_atom"), config.Int("c_atompair"), config.Int("n_blocks"), config.Int("n_heads")),
            "DiffusionTransformerBlock" => new DiffusionTransformerBlock(
                config.Int("c_a"), config.Int("c_s"), config.Int("c_z"), config.Int("n_heads"), config.Bool("cross_attention_mode", false)),
            _ => new DiffusionTransformer(
                config.Int("c_a"), config.Int("c_s"), config.Int("c_z"), config.Int("n_blocks"), config.Int("n_heads"),
                config.Bool("cross_attention_mode", false)),
        };
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) => Output(module switch
    {
        AtomTransformer atoms => atoms.call(reference.Input("q"), reference.Input("c"), reference.Input("p")),
        DiffusionTransformerBlock block => block.call(reference.Input("a"), reference.Input("s"), reference.Input("z")),
        _ => ((DiffusionTransformer)module!).call(reference.Input("a"), reference.Input("s"), reference.Input("z")),
    });
}
