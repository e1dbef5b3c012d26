using Foldline.Network.Fast;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Fast;

public sealed class FastMsaTests
{
    [Theory]
    [InlineData(1, 5, 64, false)]
    [InlineData(37, 29, 64, false)]
    [InlineData(130, 41, 128, true)]
    public void A_block_of_the_alignment_gives_the_plain_answer(int rows, int tokens, int cM, bool last)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var block = FastPairTests.Randomised(new MsaBlock(cM, new PairformerDimensions(48, CTriangle: 40, CPairHead: 8, PairHeads: 3), last), seed: 11);
        block.eval();
        using var generator = new Generator(12, CPU);
        var m = randn(rows, tokens, cM, generator: generator);
        var z = randn(tokens, tokens, 48, generator: generator);
        var mask = rand(tokens, tokens, generator: generator).gt(0.4).to(float32);
        var (plainMsa, plainPair) = block.call(m, z, mask);
        block.UseFastPaths();
        Tensor rowsBefore = m.clone(), pairsBefore = z.clone();
        var (fastMsa, fastPair) = block.call(m, z, mask);
        FastPairTests.Difference(fastPair, plainPair).ShouldBeLessThan(3e-5);
        (fastMsa is null).ShouldBe(last);
        if (!last) FastPairTests.Difference(fastMsa!, plainMsa!).ShouldBeLessThan(3e-5);
        FastPairTests.Difference(m, rowsBefore).ShouldBe(0);
        FastPairTests.Difference(z, pairsBefore).ShouldBe(0);
    }

    [Fact]
    public void A_pair_bias_made_in_pieces_is_the_one_made_whole()
    {
        using var scope = NewDisposeScope();
        using var attention = FastPairTests.Randomised(new AttentionPairBias(32, null, 24, 4, pairOffset: true), seed: 13);
        var z = randn(53, 53, 24);
        var whole = attention.PairBias(z);                                     // gradients are recorded here, so all at once
        using var mode = no_grad();
        FastPairTests.Difference(attention.PairBias(z), whole).ShouldBeLessThan(2e-6);
        FastPairTests.Difference(attention.PairBias(z.unsqueeze(0)), whole.unsqueeze(0)).ShouldBeLessThan(2e-6);
    }

    [Fact]
    public void Work_is_shared_among_threads_once_and_a_fault_comes_through()
    {
        int before = get_num_threads();
        set_num_threads(3);
        try
        {
            int[] calls = new int[100];
            WorkerTeam.ForEach(calls.Length, block => Interlocked.Increment(ref calls[block]));
            calls.ShouldAllBe(count => count == 1);
            Should.Throw<InvalidTimeZoneException>(() => WorkerTeam.ForEach(50, block => { if (block == 17) throw new InvalidTimeZoneException(); }));
            get_num_threads().ShouldBe(3);
            using var mode = inference_mode();
            using var target = zeros(64);
            WorkerTeam.ForEach(64, block => target.narrow(0, block, 1).add_(block));
            target.sum().item<float>().ShouldBe(64 * 63 / 2);
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
