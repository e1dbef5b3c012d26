using Foldline.Network.Fast;
using Foldline.Network.Fast.Tiles;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Fast;

/// <summary>The tile units against libtorch's operators in single precision, at sizes that no block divides, with masks of zeros and ones. Skipped where a processor has none.</summary>
[Collection("one profile at a time")]
public sealed class TileTests
{
    private const double Rounded = 0.01;                                       // a dozen roundings to bf16 in a row

    public TileTests() => Assert.SkipUnless(TileProducts.Supported, "This processor has no tile units for bf16.");

    [Fact]
    public unsafe void Words_turn_and_weights_multiply()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(37, 96).to(ScalarType.BFloat16), w = randn(80, 96).to(ScalarType.BFloat16), product = zeros(37, 96);
        var packed = new PackedWeight(w, 48);
        packed.Blocks.ShouldBe(2);
        using (TileProducts.Enter())
        {
            for (int block = 0; block < 2; block++)
                packed.Multiply(block, 37, (ushort*)VectorKernels.Data(x), 96, (float*)VectorKernels.Data(product) + (48 * block), 96);
        }
        PrecisionTests.Error(product.narrow(1, 0, 80), matmul(x.to(float64), w.to(float64).t())).ShouldBeLessThan(1e-6);
        product.narrow(1, 80, 16).abs().max().item<float>().ShouldBe(0);
        Tensor words = arange(32 * 48, dtype: ScalarType.Int32).view(32, 48), turned = zeros(48, 32, dtype: ScalarType.Int32);
        TileWords.Transpose((uint*)VectorKernels.Data(words), 48, (uint*)VectorKernels.Data(turned), 32, 32, 48);
        turned.eq(words.t()).all().item<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, 64, 4)]
    [InlineData(77, 128, 4)]
    [InlineData(600, 128, 4)]
    [InlineData(45, 384, 4)]
    public void A_transition_gives_the_plain_answer(int rows, int channels, int factor)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var module = FastPairTests.Randomised(new Transition(channels, factor), seed: 41);
        var x = randn(rows, channels);
        foreach (var type in new[] { ScalarType.BFloat16, ScalarType.Float32 })
        {
            var fast = x.to(type).clone();
            var expected = fast.to(float32) + module.to(float32).call(fast.to(float32));
            new FastTransition(module.MultiplyIn(ScalarType.BFloat16)).AddTo(fast);
            PrecisionTests.Error(fast, expected).ShouldBeLessThan(Rounded);
        }
    }

    [Theory]
    [InlineData(1, 64, 32, true)]
    [InlineData(33, 64, 32, false)]
    [InlineData(70, 128, 128, true)]
    [InlineData(141, 128, 128, true)]
    public void Triangles_give_the_plain_answer(int tokens, int channels, int hidden, bool masked)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        var z = randn(tokens, tokens, channels);
        var mask = masked ? rand(tokens, tokens).gt(0.4).to(float32) : null;
        if (masked && tokens > 2) mask![1] = 0;
        foreach (bool first in new[] { true, false })
        {
            using var multiplication = FastPairTests.Randomised(new TriangleMultiplication(channels, hidden, outgoing: first), seed: 42);
            using var attention = FastPairTests.Randomised(new TriangleAttention(channels, 32, hidden / 32), seed: 43);
            var multiplied = z + multiplication.call(z, mask);
            var attended = first ? z + attention.call(z, mask) : z + attention.call(z.transpose(0, 1), mask?.transpose(0, 1)).transpose(0, 1);
            multiplication.MultiplyIn(ScalarType.BFloat16);
            attention.MultiplyIn(ScalarType.BFloat16);
            foreach (int groups in new[] { 1, 3, 4 })
            {
                var fast = z.to(ScalarType.BFloat16);
                new FastTriangleMultiplication(multiplication, first).AddTo(fast, mask, groups);
                PrecisionTests.Error(fast, multiplied).ShouldBeLessThan(Rounded);
            }
            var pairs = z.to(ScalarType.BFloat16);
            new FastTriangleAttention(attention, ending: !first).AddTo(pairs, mask);
            PrecisionTests.Error(pairs, attended).ShouldBeLessThan(Rounded);
        }
    }

    /// <summary>Samples, rows, and whether each sample has a condition of its own.</summary>
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 109, false)]
    [InlineData(3, 70, false)]
    [InlineData(2, 45, true)]
    [InlineData(1, 301, true)]
    public void Transformers_give_the_plain_answer(int samples, int rows, bool own)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var tokens = FastPairTests.Randomised(new DiffusionTransformer(384, 64, 32, 2, 8), seed: 44);
        using var atoms = FastPairTests.Randomised(new DiffusionTransformer(128, 128, 16, 2, 4, crossAttention: true), seed: 45);
        Tensor s = randn(own ? samples : 1, rows, 64), c = randn(own ? samples : 1, rows, 128), a = randn(samples, rows, 384), q = randn(samples, rows, 128);
        Tensor z = randn(1, rows, rows, 32), p = randn([1, LocalWindows.Count(rows), LocalWindows.QueryCount, LocalWindows.KeyCount, 16]);
        foreach (var (transformer, x, condition, pairs) in new[] { (tokens, a, s, z), (atoms, q, c, p) })
        {
            transformer.eval();
            var plain = transformer.call(x, condition, pairs);
            transformer.MultiplyIn(ScalarType.BFloat16);
            transformer.UseFastPaths();
            PrecisionTests.Error(transformer.call(x, condition, pairs), plain).ShouldBeLessThan(Rounded);
            var biases = pairs.dim() == 4 ? transformer.PairBiases(pairs) : transformer.LocalPairBiases(pairs, rows);
            var fast = transformer.WithBiases(x, condition, biases);
            PrecisionTests.Error(fast, plain).ShouldBeLessThan(Rounded);
            TileProducts.Enabled = false;
            try
            {
                var slow = transformer.WithBiases(x, condition, biases);
                PrecisionTests.Error(slow, plain).ShouldBeLessThan(Rounded);
                PrecisionTests.Error(fast, slow).ShouldBeGreaterThan(0, "the tile units round in other places, so they were used");
            }
            finally
            {
                TileProducts.Enabled = true;
            }
        }
    }
}
