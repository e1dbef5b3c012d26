using Foldline.Network.Heads;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The heads that read the trunk.</summary>
internal sealed class HeadCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["DistogramHead"];

    public override nn.Module Build(ReferenceCase reference) => new DistogramHead(reference.Config.Int("c_z"), reference.Config.Int("no_bins", 64));

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) =>
        Output(((DistogramHead)module!).call(reference.Input("z")));
}
