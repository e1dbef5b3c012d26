using Foldline.Network.Configuration;
using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using Foldline.Network.Random;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class MsaTests
{
    [Theory]
    [InlineData("outer_product_mean")]
    [InlineData("outer_product_mean_masked")]
    public void Outer_product_mean_equals_the_original_whole_and_in_ragged_chunks(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new OuterProductMean(golden.Int("c_m"), golden.Int("c_z"), golden.Int("c_hidden")));
        golden.Check(module.call(golden.Input("m"), golden.Optional("mask")));
        module.UseChunks(5);
        golden.Check(module.call(golden.Input("m"), golden.Optional("mask")));
        using var _ = no_grad();
        golden.Check(module.call(golden.Input("m"), golden.Optional("mask")));
    }

    [Fact]
    public void Pair_weighted_averaging_equals_the_original_whole_and_in_ragged_chunks()
    {
        using var golden = new GoldenCase("msa_pair_weighted_averaging");
        using var module = golden.Load(new MsaPairWeightedAveraging(golden.Int("c_m"), golden.Int("c_z"), golden.Int("c"), golden.Int("n_heads")));
        golden.Check(module.call(golden.Input("m"), golden.Input("z")));
        module.UseChunks(2);
        golden.Check(module.call(golden.Input("m"), golden.Input("z")));
    }

    [Fact]
    public void The_msa_stack_equals_the_original_and_leaves_its_input_alone()
    {
        using var golden = new GoldenCase("msa_stack");
        using var module = golden.Load(new MsaStack(golden.Int("c_m"), golden.Int("c_z"), golden.Int("c")));
        using var before = golden.Input("m").clone();
        golden.Check(module.call(golden.Input("m"), golden.Input("z")));
        golden.Input("m").eq(before).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Seeded_rows_repeat_and_stay_within_the_alignment()
    {
        var draws = new SeededMsaRowDraws(7);
        for (int cycle = 0; cycle < 20; cycle++)
        {
            long[] rows = draws.Draw(cycle, 9).data<long>().ToArray();
            rows.ShouldBe(new SeededMsaRowDraws(7).Draw(cycle, 9).data<long>().ToArray());
            rows.ShouldBeUnique();
            rows.ShouldAllBe(row => row >= 0 && row < 9);
            rows.Length.ShouldBeInRange(1, 9);
        }
        Enumerable.Range(0, 20).Select(cycle => draws.Draw(cycle, 9).shape[0]).Distinct().Count().ShouldBeGreaterThan(3);
        draws.Draw(0, 1).data<long>().ToArray().ShouldBe([0]);
    }
}
