using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>Layer normalisations and what is built of them alone.</summary>
internal sealed class NormCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["OpenFoldLayerNorm", "LayerNorm", "AdaptiveLayerNorm"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class == "AdaptiveLayerNorm"
            ? new AdaptiveLayerNorm(config.Int("c_a"), config.Int("c_s"))
            : new LayerNorm(config.Int("c_in"), config.Bool("create_scale", true), config.Bool("create_offset", true));
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) => Output(module switch
    {
        AdaptiveLayerNorm adaptive => adaptive.call(reference.Input("a"), reference.Input("s")),
        _ => ((LayerNorm)module!).call(reference.Input("x")),
    });
}
