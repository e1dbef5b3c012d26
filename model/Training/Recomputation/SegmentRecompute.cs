using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

/// <summary>Recomputes the segments of the network that a policy names; runs the others as they are.</summary>
/// <param name="policy">Which segments.</param>
public sealed class SegmentRecompute(RecomputePolicy policy) : ISegmentRunner
{
    /// <inheritdoc/>
    public Tensor?[] Run(SegmentKind kind, Func<Tensor?[], Tensor?[]> body, Tensor?[] inputs)
    {
        if (!is_grad_enabled() || !Applies(kind)) return body(inputs);
        // Autograd nodes know present tensors only; the gaps are kept aside and put back on both sides.
        var present = Present(inputs);
        bool[] returned = [];
        var results = Recompute.Run(values =>
        {
            var all = body(Fill(present, values));
            returned = Present(all);
            return [.. all.OfType<Tensor>()];
        }, [.. inputs.OfType<Tensor>()]);
        return Fill(returned, results);
    }

    private bool Applies(SegmentKind kind) => kind switch
    {
        SegmentKind.PairBlock or SegmentKind.TransformerBlock => policy.Blocks,
        _ => policy.Triangles,
    };

    private static bool[] Present(Tensor?[] tensors) => [.. tensors.Select(tensor => tensor is not null)];

    private static Tensor?[] Fill(bool[] present, Tensor[] values)
    {
        var next = 0;
        return [.. present.Select(here => here ? values[next++] : null)];
    }
}
