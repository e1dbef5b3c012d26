using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Random;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class SeamTests
{
    [Fact]
    public void A_block_gives_the_same_with_another_kernel_in_each_of_its_attentions()
    {
        using var golden = new GoldenCase("pairformer_block");
        using var module = golden.Load(new PairformerBlock(new PairformerDimensions(16, 32, 4, 24, 8, 2)));
        var kernel = new ExplicitKernel();
        module.UseAttentionKernel(kernel);
        var (s, z) = module.call(golden.Input("s"), golden.Input("z"), golden.Input("pair_mask"));
        golden.Check(s!, "output.s");
        golden.Check(z, "output.z");
        kernel.Calls.ShouldBe(3);
    }

    [Fact]
    public void A_three_dimensional_bias_is_refused_rather_than_slow()
    {
        using Tensor q = zeros([1, 2, 3, 4]), bias = zeros(2, 3, 3);
        Should.Throw<ArgumentException>(() => FusedAttention.Instance.Attend(q, q, q, bias));
    }

    [Fact]
    public void Dropout_masks_repeat_by_seed_keep_the_mean_and_continue_from_a_saved_state()
    {
        using var scope = NewDisposeScope();
        using SeededDropoutMasks one = new(5), same = new(5), other = new(6);
        var mask = one.Draw([100, 100], 0.25);
        mask.eq(same.Draw([100, 100], 0.25)).all().item<bool>().ShouldBeTrue();
        mask.eq(other.Draw([100, 100], 0.25)).all().item<bool>().ShouldBeFalse();
        mask.mean().item<float>().ShouldBe(1, 0.03);
        mask.unique().output.data<float>().ToArray().ShouldBe([0, 4f / 3]);
        var state = one.State;
        var next = one.Draw([9], 0.5);
        one.Restore(state);
        one.Draw([9], 0.5).eq(next).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Training_shares_a_dropout_mask_between_rows_and_needs_its_source()
    {
        using var scope = NewDisposeScope();
        var module = new RowSharedDropout(0.5);
        Should.Throw<InvalidOperationException>(() => module.call(zeros(4, 5, 6), ones(4, 5, 6))).Message.ShouldContain("UseDropoutMasks");
        using var masks = new SeededDropoutMasks(1);
        module.UseDropoutMasks(masks);
        var update = module.call(zeros(4, 5, 6), ones(4, 5, 6));
        update.eq(update[0]).all().item<bool>().ShouldBeTrue();
        update.sum().item<float>().ShouldBeInRange(1, 239);
        module.eval();
        module.call(zeros(4, 5, 6), ones(4, 5, 6)).eq(1).all().item<bool>().ShouldBeTrue();
    }

    private sealed class ExplicitKernel : IAttentionKernel
    {
        public int Calls { get; private set; }

        public Tensor Attend(Tensor q, Tensor k, Tensor v, Tensor? bias)
        {
            Calls++;
            var logits = matmul(q, k.transpose(-1, -2)) / Math.Sqrt(q.shape[^1]);
            return matmul(softmax(bias is null ? logits : logits + bias, -1), v);
        }
    }
}
