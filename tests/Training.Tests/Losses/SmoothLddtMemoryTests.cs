using Foldline.Network.Profiling;
using Foldline.Training.Recomputation;
using static TorchSharp.torch;

namespace Foldline.Training.Losses;

public sealed class SmoothLddtMemoryTests
{
    [Fact]
    public void Chunks_need_at_least_65_percent_less_memory_and_give_the_same_gradient()
    {
        if (!TensorMemory.Supported) Assert.Skip("This libtorch does not tell what its allocator does.");
        using var scope = NewDisposeScope();
        random.manual_seed(2);
        var (predicted, truth, mask) = (10 * randn(16, 700, 3), 10 * randn(700, 3), ones(700, 700) - eye(700));
        var (all, whole) = Run(predicted, truth, mask, chunk: null);
        var (chunked, parts) = Run(predicted, truth, mask, chunk: 1);
        chunked.ShouldBeLessThan((long)(0.35 * all));
        ((whole - parts).norm() / whole.norm()).item<float>().ShouldBeLessThan(1e-5f);
    }

    private static (long Bytes, Tensor Gradient) Run(Tensor predicted, Tensor truth, Tensor mask, int? chunk)
    {
        var x = predicted.detach().clone().requires_grad_();
        using var memory = TensorMemory.Start();
        using var inner = NewDisposeScope();
        new SmoothLddtLoss().Dense(x, truth, mask, chunk).backward();
        Recompute.AfterBackward();
        return (memory.PeakBytes, x.grad!.DetachFromDisposeScope());
    }
}
