using Foldline.Network.Heads;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The heads that read the trunk.</summary>
internal sealed class HeadCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["DistogramHead", "ConfidenceHead"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class == "DistogramHead"
            ? new DistogramHead(config.Int("c_z"), config.Int("no_bins", 64))
            : new ConfidenceHead(ModelCases.Confidence(config), config.Int("c_s"), config.Int("c_z"), config.Int("c_s_inputs"));
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) =>
        module is DistogramHead distogram ? Output(distogram.call(reference.Input("z"))) : Judge((ConfidenceHead)module!, reference);

    private static IReadOnlyDictionary<string, Tensor> Judge(ConfidenceHead head, ReferenceCase reference)
    {
        var inputs = reference.Features("input_feature_dict");
        var prepared = head.Prepare(reference.Input("s_inputs"), reference.Input("s_trunk"), reference.Input("z_trunk"));
        var logits = reference.Input("x_pred_coords").unbind(0).Select(positions => head.Judge(inputs, prepared, positions)).ToList();
        return Outputs(
            ("plddt", stack(logits.Select(one => one.Plddt))), ("pae", stack(logits.Select(one => one.Pae))),
            ("pde", stack(logits.Select(one => one.Pde))), ("resolved", stack(logits.Select(one => one.Resolved))));
    }
}
