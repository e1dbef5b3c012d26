using Foldline.Network.Pairformer;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The pair stack: triangle updates, blocks, stacks.</summary>
internal sealed class PairformerCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes =>
        ["TriangleMultiplicationOutgoing", "TriangleMultiplicationIncoming", "TriangleAttention", "PairformerBlock", "PairformerStack"];

    public override nn.Module Build(ReferenceCase reference)
    {
        var config = reference.Config;
        return reference.Class switch
        {
            "TriangleMultiplicationOutgoing" => new TriangleMultiplication(config.Int("c_z"), config.Int("c_hidden"), outgoing: true),
            "TriangleMultiplicationIncoming" => new TriangleMultiplication(config.Int("c_z"), config.Int("c_hidden"), outgoing: false),
            "TriangleAttention" => new TriangleAttention(config.Int("c_in"), config.Int("c_hidden"), config.Int("no_heads"), config.Bool("starting", true)),
            "PairformerBlock" => new PairformerBlock(Block(config)),
            _ => new PairformerStack(Stack(config), config.Int("n_blocks")),
        };
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference)
    {
        switch (module)
        {
            case TriangleMultiplication multiplication: return Output(multiplication.call(reference.Input("z"), reference.InputOrNull("mask")));
            case TriangleAttention attention: return Output(attention.call(reference.Input("x"), reference.InputOrNull("mask")));
            case PairformerBlock block: return Both(block.call(reference.InputOrNull("s"), reference.Input("z"), reference.InputOrNull("pair_mask")));
            default: return Both(((PairformerStack)module!).call(reference.InputOrNull("s"), reference.Input("z"), reference.InputOrNull("pair_mask")));
        }
    }

    private static IReadOnlyDictionary<string, Tensor> Both((Tensor? Single, Tensor Pair) result) =>
        result.Single is { } single ? Outputs(("s", single), ("z", result.Pair)) : Outputs(("z", result.Pair));

    private static PairformerDimensions Stack(CaseConfiguration config) =>
        new PairformerDimensions(
            config.Int("c_z"), Single(config), config.Int("n_heads", 16), Factor: config.Int("num_intermediate_factor", 4),
            Dropout: config.Double("dropout", 0.25))
            .ScaledUp(config.Bool("hidden_scale_up", false));

    private static PairformerDimensions Block(CaseConfiguration config)
    {
        var dimensions = Stack(config);
        if (config.Bool("hidden_scale_up", false)) return dimensions;
        return dimensions with
        {
            CTriangle = config.Int("c_hidden_mul", 128), CPairHead = config.Int("c_hidden_pair_att", 32), PairHeads = config.Int("no_heads_pair", 4),
        };
    }

    private static long? Single(CaseConfiguration config) => config.Int("c_s", 384) is > 0 and var channels ? channels : null;
}
