using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class PrimitiveTests
{
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
        using var module = new RowSharedDropout(golden.Config.Double("p_drop")) { Masks = new RecordedMask(golden.Tensor("rng.mask_scaled")) };
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
