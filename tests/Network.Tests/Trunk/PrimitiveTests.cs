using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class PrimitiveTests
{
    [Theory]
    [InlineData("layernorm_scale0_offset0")]
    [InlineData("layernorm_scale0_offset1")]
    [InlineData("layernorm_scale1_offset0")]
    [InlineData("layernorm_scale1_offset1")]
    public void Layer_norm_equals_the_original(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new LayerNorm(golden.Int("c_in"), golden.Flag("create_scale"), golden.Flag("create_offset")));
        golden.Check(module.call(golden.Input("x")));
    }

    /// <summary>
    /// Mean 3, deviation 0.001: the norm magnifies the rounding of its input 300 times, and libtorch 1.13 (x·r - m·r) and 2.10 ((x - m)·r) round differently.
    /// The recorded floor disturbs weights only, so one rounding of the input, as the norm magnifies it, is the tolerance here. An epsilon outside the root
    /// fails by 1e3.
    /// </summary>
    [Fact]
    public void Layer_norm_of_a_small_variance_equals_the_original_up_to_the_rounding_of_its_input()
    {
        using var golden = new GoldenCase("layernorm_small_variance");
        using var module = golden.Load(new LayerNorm(golden.Int("c_in")));
        const double inputRounding = 3.0 / (1 << 24), magnification = 316, scale = 2;
        golden.Check(module.call(golden.Input("x")), atLeast: inputRounding * magnification * scale);
    }

    [Fact]
    public void Adaptive_layer_norm_equals_the_original()
    {
        using var golden = new GoldenCase("adaptive_layernorm");
        using var module = golden.Load(new AdaptiveLayerNorm(golden.Int("c_a"), golden.Int("c_s")));
        golden.Check(module.call(golden.Input("a"), golden.Input("s")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Transition_equals_the_original_whole_and_in_chunks(int? chunk)
    {
        using var golden = new GoldenCase("transition");
        using var module = golden.Load(new Transition(golden.Int("c_in"), golden.Int("n")));
        module.ChunkSize = chunk;
        golden.Check(module.call(golden.Input("x")));
        using (no_grad()) golden.Check(module.call(golden.Input("x")));
    }

    [Fact]
    public void Conditioned_transition_equals_the_original()
    {
        using var golden = new GoldenCase("conditioned_transition_block");
        using var module = golden.Load(new ConditionedTransitionBlock(golden.Int("c_a"), golden.Int("c_s"), golden.Int("n")));
        golden.Check(module.call(golden.Input("a"), golden.Input("s")));
    }

    [Fact]
    public void Attention_equals_the_original()
    {
        using var golden = new GoldenCase("primitives_attention");
        using var module = golden.Load(new Attention(golden.Int("c_q"), golden.Int("c_k"), golden.Int("c_hidden"), golden.Int("num_heads"), queryBias: true));
        golden.Check(module.call(golden.Input("q_x"), golden.Input("kv_x"), golden.Input("attn_bias")));
    }

    [Theory]
    [InlineData("attention_pair_bias_global_batched")]
    [InlineData("attention_pair_bias_global_s0_cross0")]
    [InlineData("attention_pair_bias_global_s0_cross1")]
    [InlineData("attention_pair_bias_global_s1_cross0")]
    [InlineData("attention_pair_bias_global_s1_cross1")]
    [InlineData("attention_pair_bias_local_n20")]
    [InlineData("attention_pair_bias_local_n57")]
    [InlineData("attention_pair_bias_local_n64")]
    [InlineData("attention_pair_bias_local_nos_n57")]
    public void Attention_with_pair_bias_equals_the_original(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new AttentionPairBias(golden.Int("c_a"), golden.Flag("has_s") ? golden.Int("c_s") : null, golden.Int("c_z"),
            golden.Int("n_heads"),
            golden.Flag("create_offset_ln_z"), golden.Flag("cross_attention_mode")));
        golden.Check(module.call(golden.Input("a"), golden.Optional("s"), golden.Input("z")));
    }

    [Fact]
    public void Diffusion_transformer_equals_the_original_with_and_without_biases_computed_ahead()
    {
        using var golden = new GoldenCase("diffusion_transformer");
        using var module = golden.Load(new DiffusionTransformer(golden.Int("c_a"), golden.Int("c_s"), golden.Int("c_z"), golden.Int("n_blocks"),
            golden.Int("n_heads")));
        golden.Check(module.call(golden.Input("a"), golden.Input("s"), golden.Input("z")));
        golden.Check(module.WithBiases(golden.Input("a"), golden.Input("s"), module.PairBiases(golden.Input("z"))));
    }

    [Fact]
    public void Atom_transformer_equals_the_original_with_and_without_biases_computed_ahead()
    {
        using var golden = new GoldenCase("atom_transformer");
        using var module = golden.Load(new AtomTransformer(golden.Int("c_atom"), golden.Int("c_atompair"), golden.Int("n_blocks"), golden.Int("n_heads")));
        golden.Check(module.call(golden.Input("q"), golden.Input("c"), golden.Input("p")));
        var biases = module.Transformer.LocalPairBiases(golden.Input("p"), golden.Input("q").shape[^2]);
        golden.Check(module.Transformer.WithBiases(golden.Input("q"), golden.Input("c"), biases));
    }

    [Fact]
    public void Row_shared_dropout_equals_the_original_with_its_mask()
    {
        using var golden = new GoldenCase("dropout_add_rowwise");
        using var module = new RowSharedDropout(golden.Config["p_drop"]!.GetValue<double>()) { Masks = new RecordedMask(golden.Tensor("rng.mask_scaled")) };
        golden.Check(module.call(golden.Input("residual"), golden.Input("x")));
        module.eval();
        var plain = module.call(golden.Input("residual"), golden.Input("x"));
        plain.eq(golden.Input("residual") + golden.Input("x")).all().item<bool>().ShouldBeTrue();
    }

    private sealed class RecordedMask(Tensor mask) : Random.IDropoutMasks
    {
        public Tensor Draw(ReadOnlySpan<long> shape, double rate)
        {
            shape.ToArray().ShouldBe(mask.shape);
            return mask.alias();
        }
    }
}
