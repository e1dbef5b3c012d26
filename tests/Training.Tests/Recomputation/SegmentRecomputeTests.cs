using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Weights;
using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

public sealed class SegmentRecomputeTests
{
    [Fact]
    public void Pairformer_gradients_are_the_same_to_the_bit_under_every_policy()
    {
        var plain = Gradients(RecomputePolicy.None);
        plain.Count.ShouldBeGreaterThan(50);
        foreach (var policy in new[] { new RecomputePolicy { Blocks = true }, new RecomputePolicy { Triangles = true }, RecomputePolicy.All })
        {
            var recomputed = Gradients(policy);
            recomputed.Keys.ShouldBe(plain.Keys);
            foreach (var (name, bytes) in plain) recomputed[name].AsSpan().SequenceEqual(bytes).ShouldBeTrue($"{name} under {policy}");
        }
    }

    private static SortedDictionary<string, byte[]> Gradients(RecomputePolicy policy)
    {
        using var scope = NewDisposeScope();
        using var stack = new PairformerStack(new PairformerDimensions(16, 32, Heads: 4, Dropout: 0.25), 2);
        UntrainedWeights.Initialise(stack, 5);
        // Residual branches start silent: noise wakes them, so that every parameter has a gradient.
        random.manual_seed(3);
        using (no_grad())
            foreach (var parameter in stack.parameters()) parameter.add_(randn_like(parameter), 0.1);
        stack.UseDropoutMasks(new ReplayableDropoutMasks());
        stack.train();
        var (s, z) = (randn(7, 32).requires_grad_(), randn(7, 7, 16).requires_grad_());
        using (new DeterministicAttention())
        using (Segments.Use(new SegmentRecompute(policy)))
        {
            var (single, pair) = stack.call(s, z, null);
            (single!.square().sum() + pair.square().sum()).backward();
            Recompute.AfterBackward();
        }
        var gradients = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["s"] = s.grad!.bytes.ToArray(), ["z"] = z.grad!.bytes.ToArray() };
        foreach (var (name, parameter) in stack.named_parameters())
            if (parameter.grad is { } gradient) gradients[name] = gradient.bytes.ToArray();
        return gradients;
    }
}
