using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class TriangleAttentionTests
{
    [Theory]
    [InlineData("triangle_attention_starting")]
    [InlineData("triangle_attention_starting_mask")]
    [InlineData("triangle_attention_ending")]
    [InlineData("triangle_attention_ending_mask")]
    public void Triangle_attention_equals_the_original_whole_and_in_ragged_chunks(string name)
    {
        using var golden = new GoldenCase(name);
        using var module = golden.Load(new TriangleAttention(golden.Int("c_in"), golden.Int("c_hidden"), golden.Int("no_heads"), golden.Config.Bool("starting")));
        golden.Check(module.call(golden.Input("x"), golden.Optional("mask")));
        module.UseChunks(5);
        golden.Check(module.call(golden.Input("x"), golden.Optional("mask")));
        using var _ = no_grad();
        golden.Check(module.call(golden.Input("x"), golden.Optional("mask")));
    }
}
