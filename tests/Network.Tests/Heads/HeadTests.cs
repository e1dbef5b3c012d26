using Foldline.Network.Heads;
using Foldline.Network.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Heads;

public sealed class HeadTests
{
    [Fact]
    public void The_distogram_is_symmetric_and_its_rows_can_be_taken_apart()
    {
        using var scope = NewDisposeScope();
        using var head = new DistogramHead(8, 64);
        using var generator = new Generator(1, CPU);
        using (no_grad())
            foreach (var (_, parameter) in head.named_parameters()) parameter.copy_(randn(parameter.shape, generator: generator));
        var z = randn(5, 5, 8, generator: generator);
        var logits = head.call(z);
        (logits - logits.transpose(0, 1)).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        (head.Rows(z, 2, 3) - logits.narrow(0, 2, 3)).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        (ContactProbability.From(head, z) - ContactProbability.FromLogits(logits)).abs().max().item<float>().ShouldBeLessThan(1e-6f);
    }

    [Theory]
    [InlineData(0, 1f)]
    [InlineData(18, 1f)]                                                       // centre 7.914 Å
    [InlineData(19, 0f)]                                                       // centre 8.217 Å
    [InlineData(63, 0f)]
    public void Two_tokens_touch_when_their_bin_lies_below_8_angstroms(int bin, float expected)
    {
        using var scope = NewDisposeScope();
        var logits = zeros(1, 1, 64);
        logits[0, 0, bin] = 100;
        ContactProbability.FromLogits(logits).item<float>().ShouldBe(expected, 1e-5f);
    }
}
