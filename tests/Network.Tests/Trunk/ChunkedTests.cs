using Foldline.Network.Msa;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class ChunkedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    public void Pieces_make_up_the_whole_with_and_without_gradients(long size)
    {
        using var scope = NewDisposeScope();
        var x = rand(2, 7, 3);
        var whole = x * 2 + 1;
        foreach (bool grad in new[] { true, false })
        {
            using var _ = set_grad_enabled(grad);
            int calls = 0;
            var mapped = Chunked.Map(piece => { calls++; return piece * 2 + 1; }, x, dim: 1, size);
            mapped.eq(whole).all().item<bool>().ShouldBeTrue();
            calls.ShouldBe((int)((7 + size - 1) / size));
        }
    }

    [Fact]
    public void A_chunk_of_nothing_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Chunked.Map(x => x, zeros(3), 0, 0));

    [Fact]
    public void The_rows_a_module_chooses_itself_do_not_change_its_answer()
    {
        using var scope = NewDisposeScope();
        Check(Ready(new Transition(32, 4)), module => module.call(rand(190, 70, 32, generator: new Generator(1))));
        Check(Ready(new OuterProductMean(8, 4)), module => module.call(rand(3, 70, 8, generator: new Generator(2)), null));
        Check(Ready(new MsaPairWeightedAveraging(8, 4)), module => module.call(rand(300, 70, 8, generator: new Generator(3)), rand(70, 70, 4,
            generator: new Generator(4))));

        static void Check<T>(T module, Func<T, Tensor> call) where T : nn.Module
        {
            using var whole = call(module);                                    // with gradients nothing is cut
            using var _ = no_grad();
            using var cut = call(module);
            (whole - cut).abs().max().item<float>().ShouldBeLessThan(2e-6f * Math.Max(1, whole.abs().max().item<float>()));
        }

        static T Ready<T>(T module) where T : nn.Module
        {
            using var _ = no_grad();
            foreach (var parameter in module.parameters()) parameter.copy_(rand(parameter.shape, generator: new Generator(5)) - 0.5);
            return module;
        }
    }
}
