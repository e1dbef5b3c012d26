using Foldline.Network.Profiling;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Training.Recomputation;

public sealed class RecomputeTests
{
    [Theory, InlineData(false), InlineData(true)]
    public void Gradients_are_the_same_to_the_bit_with_dropout(bool nested)
    {
        var plain = Gradients((block, x) => block.call(x));
        var recomputed = Gradients((block, x) => nested
            ? Recompute.Run(y => Recompute.Run(block.call, y), x)
            : Recompute.Run(block.call, x));
        recomputed.Count.ShouldBe(plain.Count);
        foreach (var (a, b) in plain.Zip(recomputed)) a.AsSpan().SequenceEqual(b).ShouldBeTrue();
    }

    [Fact]
    public void Parameters_get_gradients_though_no_input_needs_one()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2);
        Recompute.Run(layer.call, ones(4, 3)).sum().backward();
        Recompute.AfterBackward();
        layer.weight.grad.ShouldNotBeNull().eq(4).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Inputs_that_are_masks_or_unused_get_no_gradient()
    {
        using var scope = NewDisposeScope();
        var (x, unused, mask) = (ones(3, requires_grad: true), ones(3, requires_grad: true), tensor(new long[] { 1, 0, 1 }));
        var results = Recompute.Run(a => [a[0] * a[2], a[2] + 1], x, unused, mask);
        results[0].sum().backward();
        Recompute.AfterBackward();
        x.grad.ShouldNotBeNull().data<float>().ToArray().ShouldBe([1f, 0f, 1f]);
        (unused.grad is null || unused.grad.IsInvalid).ShouldBeTrue();
    }

    [Fact]
    public void A_fault_in_the_second_run_reaches_the_caller()
    {
        using var scope = NewDisposeScope();
        var runs = 0;
        var x = ones(3, requires_grad: true);
        var loss = Recompute.Run(a => ++runs == 1 ? a * 2 : throw new InvalidOperationException("second run"), x).sum();
        loss.backward();
        Should.Throw<InvalidOperationException>(Recompute.AfterBackward).Message.ShouldBe("second run");
        Recompute.AfterBackward();
    }

    [Fact]
    public void A_fault_in_one_of_several_segments_spares_those_before_it_and_reaches_the_caller()
    {
        using var scope = NewDisposeScope();
        var (runs, replays) = (0, 0);
        var x = ones(3, requires_grad: true);
        var first = Recompute.Run(a => ++replays == 1 ? [a[0] * 2, a[0] + 1] : throw new InvalidOperationException("must not run again"), x);
        var second = Recompute.Run(a => ++runs == 1 ? [a[0] * a[1]] : throw new InvalidOperationException("second run"), first);
        second[0].sum().backward();
        Should.Throw<InvalidOperationException>(Recompute.AfterBackward).Message.ShouldBe("second run");
        replays.ShouldBe(1);
        Recompute.AfterBackward();
    }

    [Fact]
    public void The_random_state_after_a_backward_pass_is_the_one_before_it()
    {
        using var scope = NewDisposeScope();
        random.manual_seed(4);
        var loss = Recompute.Run(a => nn.functional.dropout(a, 0.5, training: true), ones(64, requires_grad: true)).sum();
        var before = RandomState.Capture();
        loss.backward();
        Recompute.AfterBackward();
        RandomState.Capture().ShouldBe(before);
    }

    [Fact]
    public void Peak_memory_of_a_deep_stack_falls_by_at_least_65_percent()
    {
        if (!TensorMemory.Supported) Assert.Skip("This libtorch does not tell what its allocator does.");
        var plain = Peak((block, x) => block.call(x));
        var recomputed = Peak((block, x) => Recompute.Run(block.call, x));
        recomputed.ShouldBeLessThan((long)(0.35 * plain));
    }

    private static List<byte[]> Gradients(Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> run)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(11);
        var blocks = Enumerable.Range(0, 4).Select(_ => Block(16)).ToArray();
        var input = randn(8, 16).requires_grad_();
        var x = input;
        foreach (var block in blocks) x = x + run(block, x);
        x.square().sum().backward();
        Recompute.AfterBackward();
        return [.. blocks.SelectMany(block => block.parameters()).Select(p => p.grad!).Append(input.grad!).Select(g => g.bytes.ToArray())];
    }

    private static long Peak(Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> run)
    {
        using var scope = NewDisposeScope();
        var blocks = Enumerable.Range(0, 16).Select(_ => Block(64)).ToArray();
        var input = randn(8192, 64).requires_grad_();
        using var memory = TensorMemory.Start();
        using var inner = NewDisposeScope();
        var x = input;
        foreach (var block in blocks) x = x + run(block, x);
        x.square().sum().backward();
        Recompute.AfterBackward();
        return memory.PeakBytes;
    }

    private static nn.Module<Tensor, Tensor> Block(long width)
        => nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.GELU(), nn.Dropout(0.25), nn.Linear(4 * width, width), nn.Dropout(0.25));
}
