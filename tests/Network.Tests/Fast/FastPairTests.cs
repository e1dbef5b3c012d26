using Foldline.Network.Fast;
using Foldline.Network.Pairformer;
using Foldline.Network.Profiling;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Fast;

[Collection("one profile at a time")]
public sealed class FastPairTests
{
    /// <summary>Sizes that no block divides, with the widths of the two published versions and of the template embedder.</summary>
    public static TheoryData<int, int, int, bool> Sizes => new()
    {
        { 1, 128, 16, true }, { 13, 128, 16, false }, { 37, 64, 16, true }, { 71, 128, 16, true }, { 50, 256, 8, true },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_pairformer_block_gives_the_plain_answer(int tokens, int cZ, int heads, bool masked)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var block = Randomised(new PairformerBlock(new PairformerDimensions(cZ, 32 * heads / 8, heads).ScaledUp(cZ == 256)), seed: 3);
        block.eval();
        using var generator = new Generator(5, CPU);
        var s = randn(tokens, 32 * heads / 8, generator: generator);
        var z = randn(tokens, tokens, cZ, generator: generator);
        var mask = masked ? rand(tokens, tokens, generator: generator).gt(0.3).to(float32) : null;
        if (masked && tokens > 2) mask![1] = 0;                                // a row without any edge

        var (plainSingle, plainPair) = block.call(s, z, mask);
        block.UseFastPaths();
        var before = z.clone();
        var (fastSingle, fastPair) = block.call(s, z, mask);
        Difference(fastPair, plainPair).ShouldBeLessThan(2e-5);
        Difference(fastSingle!, plainSingle!).ShouldBeLessThan(2e-5);
        Difference(z, before).ShouldBe(0, "the caller's pairs are left alone");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_triangle_multiplication_in_groups_gives_the_plain_answer(int groups)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        foreach (bool outgoing in new[] { true, false })
        {
            using var module = Randomised(new TriangleMultiplication(64, 50, outgoing), seed: 4);
            var z = randn(41, 41, 64);
            var mask = rand(41, 41).gt(0.5).to(float32);
            var expected = z + module.call(z, mask);
            new FastTriangleMultiplication(module, outgoing).AddTo(z, mask, groups);
            Difference(z, expected).ShouldBeLessThan(2e-5);
        }
    }

    [Fact]
    public void A_stack_takes_transposed_pairs_and_gives_the_plain_answer()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var stack = Randomised(new PairformerStack(new PairformerDimensions(32, CTriangle: 24, CPairHead: 8, PairHeads: 3), 2), seed: 6);
        stack.eval();
        var z = randn(19, 19, 32).transpose(0, 1);
        var (_, plain) = stack.call(null, z, null);
        stack.UseFastPaths();
        var (_, fast) = stack.call(null, z, null);
        Difference(fast, plain).ShouldBeLessThan(2e-5);
        stack.UsePlainPaths();
        stack.Blocks.ShouldAllBe(block => block.PairUpdate == null);
    }

    [Fact]
    public void Gradients_take_the_plain_path()
    {
        using var scope = NewDisposeScope();
        using var block = Randomised(new PairformerBlock(new PairformerDimensions(16, CTriangle: 8, CPairHead: 4, PairHeads: 2)), seed: 8);
        block.eval();
        block.UseFastPaths();
        var z = randn(5, 5, 16, requires_grad: true);
        var (_, pair) = block.call(null, z, null);
        pair.sum().backward();
        z.grad.ShouldNotBeNull();
    }

    [Fact]
    public void The_fast_path_needs_less_memory_and_is_seen_by_a_profile()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var block = Randomised(new PairformerBlock(new PairformerDimensions(64, CTriangle: 64)), seed: 9);
        block.eval();
        var z = randn(160, 160, 64);
        long plain = Peak(() => block.call(null, z, null).Pair);
        block.UseFastPaths();
        long fast = Peak(() => block.call(null, z, null).Pair);
        fast.ShouldBeLessThan(plain);
        using var profile = new NetworkProfiler(operators: false);
        profile.Attach(block, "block");
        block.call(null, z, null);
        profile.Spans.Select(span => span.Name).ShouldContain("block.tri_att_end");
    }

    private static long Peak(Func<Tensor> work)
    {
        using var memory = TensorMemory.Start();
        work().Dispose();
        return memory.PeakBytes;
    }

    internal static double Difference(Tensor a, Tensor b) => (a.to(float64) - b.to(float64)).abs().max().item<double>() / Math.Max(1, b.to(float64).abs().max().item<double>());

    internal static T Randomised<T>(T module, ulong seed) where T : nn.Module
    {
        using var mode = no_grad();
        using var generator = new Generator(seed, CPU);
        foreach (var (name, parameter) in module.named_parameters())
        {
            using var scope = NewDisposeScope();
            var value = randn(parameter.shape, generator: generator);
            parameter.copy_(parameter.dim() > 1 ? value / Math.Sqrt(parameter.shape[^1]) : name.EndsWith("weight", StringComparison.Ordinal) ? 1 + 0.3 * value : 0.3 * value);
        }
        return module;
    }
}
