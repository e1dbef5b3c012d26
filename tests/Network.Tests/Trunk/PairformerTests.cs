using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class PairformerTests
{
    [Theory]
    [InlineData("triangle_multiplication_outgoing")]
    [InlineData("triangle_multiplication_outgoing_mask")]
    [InlineData("triangle_multiplication_incoming")]
    [InlineData("triangle_multiplication_incoming_mask")]
    public void Triangle_multiplication_equals_the_original(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new TriangleMultiplication(golden.Int("c_z"), golden.Int("c_hidden"), name.Contains("outgoing")));
        golden.Check(module.call(golden.Input("z"), golden.Optional("mask")));
    }

    [Theory]
    [InlineData("triangle_attention_starting")]
    [InlineData("triangle_attention_starting_mask")]
    [InlineData("triangle_attention_ending")]
    [InlineData("triangle_attention_ending_mask")]
    public void Triangle_attention_equals_the_original_whole_and_in_ragged_chunks(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new TriangleAttention(golden.Int("c_in"), golden.Int("c_hidden"), golden.Int("no_heads"), golden.Flag("starting")));
        golden.Check(module.call(golden.Input("x"), golden.Optional("mask")));
        module.UseChunks(5);
        golden.Check(module.call(golden.Input("x"), golden.Optional("mask")));
        using var _ = no_grad();
        golden.Check(module.call(golden.Input("x"), golden.Optional("mask")));
    }

    [Theory]
    [InlineData("pairformer_block")]
    [InlineData("pairformer_block_nomask")]
    public void A_block_equals_the_original(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new PairformerBlock(Dimensions(golden)));
        var (s, z) = module.call(golden.Input("s"), golden.Input("z"), golden.Optional("pair_mask"));
        golden.Check(s!, "output.s");
        golden.Check(z, "output.z");
    }

    [Theory]
    [InlineData("pairformer_stack")]
    [InlineData("pairformer_stack_nos")]
    [InlineData("pairformer_stack_scaleup")]
    public void A_stack_equals_the_original(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new PairformerStack(Dimensions(golden), golden.Int("n_blocks")));
        var (s, z) = module.call(golden.Optional("s"), golden.Input("z"), golden.Optional("pair_mask"));
        if (s is not null) golden.Check(s, golden.Has("output.s") ? "output.s" : "output");
        golden.Check(z, golden.Has("output.z") ? "output.z" : "output");
    }

    [Theory]
    [InlineData("grad_triangle_attention")]
    [InlineData("grad_triangle_multiplication_incoming")]
    [InlineData("grad_triangle_multiplication_outgoing")]
    public void Gradients_of_the_triangle_equal_the_originals(string name)
    {
        using var golden = new GoldenCase(name);
        nn.Module<Tensor, Tensor?, Tensor> module = name.Contains("attention")
            ? new TriangleAttention(golden.Int("c_in"), golden.Int("c_hidden"), golden.Int("no_heads"))
            : new TriangleMultiplication(golden.Int("c_z"), golden.Int("c_hidden"), name.Contains("outgoing"));
        golden.Load(module, train: true);
        var x = golden.Leaf(name.Contains("attention") ? "x" : "z");
        golden.CheckGradients(module, (module.call(x, golden.Optional("mask")), "output"));
    }

    [Fact]
    public void Gradients_of_a_block_equal_the_originals()
    {
        using var golden = new GoldenCase("grad_pairformer_block");
        using var module = golden.Load(new PairformerBlock(Dimensions(golden)), train: true);
        var (s, z) = module.call(golden.Leaf("s"), golden.Leaf("z"), golden.Optional("pair_mask"));
        golden.CheckGradients(module, (s!, "output.s"), (z, "output.z"));
    }

    private static PairformerDimensions Dimensions(GoldenCase golden)
    {
        int Value(string key, int fallback) => golden.Config[key]?.GetValue<int>() ?? fallback;
        int cS = Value("c_s", 384);
        return new PairformerDimensions(golden.Int("c_z"), cS > 0 ? cS : null, Value("n_heads", 16), Value("c_hidden_mul", 128), Value("c_hidden_pair_att", 32),
            Value("no_heads_pair", 4), Value("num_intermediate_factor", 4), golden.Config["dropout"]?.GetValue<double>() ?? 0.25)
            .ScaledUp(golden.Config["hidden_scale_up"]?.GetValue<bool>() ?? false);
    }
}
