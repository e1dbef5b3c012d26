using Foldline.Network.Configuration;
using Foldline.Network.Fast;
using Foldline.Network.Model;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Profiling;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Fast;

public sealed class PrecisionTests
{
    /// <summary>bf16 keeps eight bits: one rounding is off by 0.2 % at most, 0.11 % in the mean; a block has about a dozen in a row.</summary>
    private const double BlockError = 0.02;

    [Theory]
    [InlineData(23, 64, false)]
    [InlineData(41, 128, true)]
    public void A_pairformer_block_in_bf16_stays_near_single_precision_on_both_paths(int tokens, int cZ, bool masked)
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var generator = new Generator(5, CPU);
        Tensor s = randn(tokens, 64, generator: generator), z = randn(tokens, tokens, cZ, generator: generator);
        var mask = masked ? rand(tokens, tokens, generator: generator).gt(0.3).to(float32) : null;
        using var block = FastPairTests.Randomised(new PairformerBlock(new PairformerDimensions(cZ, 64, 4)), seed: 3);
        block.eval();
        var (single, pair) = block.call(s, z, mask);
        block.MultiplyIn(ScalarType.BFloat16);
        var (plainSingle, plainPair) = block.call(s, z, mask);
        block.UseFastPaths();
        var (fastSingle, fastPair) = block.call(s, z, mask);
        foreach (var (value, expected) in new[] { (plainSingle!, single!), (fastSingle!, single!), (plainPair, pair), (fastPair, pair) })
        {
            value.dtype.ShouldBe(ScalarType.Float32, "a block gives back the type it was given");
            double error = Error(value, expected);
            error.ShouldBeInRange(1e-4, BlockError, "rounded, and no more than rounded");
        }
        var (_, half) = block.call(s, z.to(ScalarType.BFloat16), mask);
        half.dtype.ShouldBe(ScalarType.BFloat16);
        Error(half, pair).ShouldBeLessThan(BlockError);
    }

    [Fact]
    public void A_block_of_the_alignment_in_bf16_stays_near_single_precision()
    {
        using var scope = NewDisposeScope();
        using var mode = no_grad();
        using var generator = new Generator(6, CPU);
        Tensor m = randn(37, 29, 64, generator: generator), z = randn(29, 29, 48, generator: generator);
        using var block = FastPairTests.Randomised(new MsaBlock(64, new PairformerDimensions(48, CTriangle: 40, CPairHead: 8, PairHeads: 3), last: false), seed: 11);
        block.eval();
        var (alignment, pair) = block.call(m, z, null);
        block.MultiplyIn(ScalarType.BFloat16);
        block.UseFastPaths();
        var (fastAlignment, fastPair) = block.call(m, z, null);
        Error(fastAlignment!, alignment!).ShouldBeLessThan(BlockError);
        Error(fastPair, pair).ShouldBeLessThan(BlockError);
    }

    [Theory]
    [InlineData("protenix_base_default_v1.0.0", ScalarType.Float32)]
    [InlineData("protenix-v2", ScalarType.BFloat16)]
    public void What_the_original_keeps_in_single_precision_stays_so(string name, ScalarType confidence)
    {
        using var network = new ProtenixModel(NetworkRegistry.Get(name), META).MultiplyIn(ScalarType.BFloat16);
        var types = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.dtype);
        types["pairformer_stack.blocks.0.tri_mul_out.linear_a_p.weight"].ShouldBe(ScalarType.BFloat16);
        types["msa_module.blocks.0.outer_product_mean_msa.linear_out.bias"].ShouldBe(ScalarType.BFloat16);
        types["diffusion_module.diffusion_transformer.blocks.0.attention_pair_bias.attention.linear_q.weight"].ShouldBe(ScalarType.BFloat16);
        types["diffusion_module.atom_attention_encoder.atom_transformer.diffusion_transformer.blocks.0.conditioned_transition_block.linear_nobias_b.weight"].ShouldBe(ScalarType.BFloat16);
        types["confidence_head.pairformer_stack.blocks.0.pair_transition.linear_no_bias.weight"].ShouldBe(confidence);
        string[] single =
        [
            "input_embedder.", "relative_position_encoding.", "diffusion_module.diffusion_conditioning.", "diffusion_module.atom_attention_encoder.linear_no_bias_r.",
            "diffusion_module.atom_attention_encoder.linear_no_bias_ref_pos.", "diffusion_module.atom_attention_encoder.linear_no_bias_d.",
            "diffusion_module.atom_attention_decoder.linear_no_bias_out.", "diffusion_module.linear_no_bias_s.", "distogram_head.", "confidence_head.linear_no_bias_pae.",
            "confidence_head.linear_no_bias_pde.", "confidence_head.plddt_weight", "linear_no_bias_sinit.",
        ];
        foreach (string prefix in single)
        {
            var found = types.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
            found.ShouldNotBeEmpty(prefix);
            found.ShouldAllBe(pair => pair.Value == ScalarType.Float32);
        }
        types.Where(pair => pair.Key.Contains("norm", StringComparison.Ordinal) && !pair.Key.Contains("linear", StringComparison.Ordinal)).ShouldAllBe(pair => pair.Value == ScalarType.Float32);
    }

    [Fact]
    public void Products_of_single_precision_are_never_rounded_to_bf16_unasked()
    {
        using var scope = NewDisposeScope();
        Tensor a = randn(300, 200), b = randn(200, 150);
        double error = Error(matmul(a, b), matmul(a.to(float64), b.to(float64)));
        error.ShouldBeLessThan(MatmulPrecision.SinglePrecisionError);
        var rate = MatmulRate.Measure(size: 256, repeats: 1);
        if (!MatmulPrecision.OneDnnKeepsSinglePrecision) rate.OneDnn.ShouldBe(0, "what rounds to bf16 is no rate of single precision");
        MatmulPrecision.UsesOneDnn.ShouldBeFalse();
        Error(matmul(a, b), matmul(a.to(float64), b.to(float64))).ShouldBe(error);
    }

    internal static double Error(Tensor value, Tensor expected)
    {
        using var scope = NewDisposeScope();
        var exact = expected.to(float64);
        return ((value.to(float64) - exact).norm() / exact.norm()).item<double>();
    }
}
