using Foldline.Network.Primitives;
using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>Row-shared dropout with the mask that the original drew.</summary>
internal sealed class DropoutCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["dropout_add_rowwise"];

    public override nn.Module? Build(ReferenceCase reference) => null;

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference)
    {
        using var dropout = new RowSharedDropout(reference.Config.Double("p_drop")) { Masks = new Recorded(reference.Get("rng.mask_scaled")) };
        dropout.train();
        return Output(dropout.call(reference.Input("residual"), reference.Input("x")));
    }

    private sealed class Recorded(Tensor mask) : IDropoutMasks
    {
        public Tensor Draw(ReadOnlySpan<long> shape, double rate) => mask.alias();
    }
}
