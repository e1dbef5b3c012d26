using Foldline.Network.Fast;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Fast;

public sealed class FastDiffusionTests
{
    /// <summary>Samples, tokens or atoms, and whether each sample has a condition of its own; no size is a multiple of a block's or a window's.</summary>
    public static TheoryData<int, int, bool, ScalarType, double> Sizes
    {
        get
        {
            var data = new TheoryData<int, int, bool, ScalarType, double>();
            foreach (var (samples, rows, own) in new[] { (1, 1, false), (1, 45, false), (3, 203, false), (2, 310, true), (5, 129, false) })
            {
                data.Add(samples, rows, own, ScalarType.Float32, 3e-6);
                data.Add(samples, rows, own, ScalarType.BFloat16, 0.015);     // half a dozen roundings of 0.2 % at most on the way to an update
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_transformer_over_tokens_gives_the_plain_answer(int samples, int rows, bool own, ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var generator = new Generator(21, CPU);
        using var transformer = FastPairTests.Randomised(new DiffusionTransformer(48, 24, 16, 2, 4), seed: 22);
        transformer.eval();
        Tensor a = randn(samples, rows, 48, generator: generator), s = randn(own ? samples : 1, rows, 24, generator: generator), z = randn(1, rows, rows, 16, generator: generator);
        var plain = transformer.call(a, s, z);
        transformer.MultiplyIn(dtype);
        transformer.UseFastPaths();
        var before = a.clone();
        PrecisionTests.Error(transformer.call(a, s, z), plain).ShouldBeLessThan(tolerance);
        PrecisionTests.Error(transformer.WithBiases(a, s, transformer.PairBiases(z)), plain).ShouldBeLessThan(tolerance);
        if (!own) PrecisionTests.Error(transformer.WithBiases(a, transformer.Conditions(s)!, transformer.PairBiases(z)), plain).ShouldBeLessThan(tolerance);
        FastPairTests.Difference(a, before).ShouldBe(0, "the caller's tokens are left alone");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_transformer_over_atoms_gives_the_plain_answer(int samples, int rows, bool own, ScalarType dtype, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var generator = new Generator(23, CPU);
        using var transformer = FastPairTests.Randomised(new DiffusionTransformer(32, 24, 16, 2, 4, crossAttention: true), seed: 24);
        transformer.eval();
        Tensor a = randn(samples, rows, 32, generator: generator), s = randn(own ? samples : 1, rows, 24, generator: generator);
        var z = randn([1, LocalWindows.Count(rows), LocalWindows.QueryCount, LocalWindows.KeyCount, 16], generator: generator);
        var plain = transformer.call(a, s, z);
        var plainAlone = transformer.call(a[0], s[0], z[0]);
        transformer.MultiplyIn(dtype);
        transformer.UseFastPaths();
        PrecisionTests.Error(transformer.call(a, s, z), plain).ShouldBeLessThan(tolerance);
        PrecisionTests.Error(transformer.WithBiases(a, s, transformer.LocalPairBiases(z, rows)), plain).ShouldBeLessThan(tolerance);
        PrecisionTests.Error(transformer.call(a[0], s[0], z[0]), plainAlone).ShouldBeLessThan(tolerance);
    }
}
