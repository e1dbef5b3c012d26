using Foldline.Network.Primitives;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Tests.Trunk;

public sealed class LocalWindowsTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(57)]
    [InlineData(64)]
    [InlineData(70)]
    public void Windows_equal_the_originals(int atoms)
    {
        using var golden = new GoldenCase($"rearrange_qk_to_dense_trunk_n{atoms}");
        Equal(LocalWindows.Queries(golden.Input("q")), golden.Tensor("output.q_trunked"));
        var keys = golden.Optional("k") ?? golden.Input("q");
        Equal(LocalWindows.Keys(keys), golden.Tensor("output.k_trunked"));
        Equal(LocalWindows.PairMask(atoms), golden.Tensor("output.mask_trunked"));

        static void Equal(Tensor actual, Tensor expected)
        {
            actual.shape.ShouldBe(expected.shape);
            actual.eq(expected).all().item<bool>().ShouldBeTrue();
        }
    }

    [Fact]
    public void Raw_local_attention_equals_the_original()
    {
        using var golden = new GoldenCase("local_attention_raw_n70");
        Tensor q = LocalWindows.Queries(golden.Input("q")), k = LocalWindows.Keys(golden.Input("k")), v = LocalWindows.Keys(golden.Input("v"));
        var bias = golden.Input("trunked_attn_bias").unsqueeze(2) + LocalWindows.KeyBias(70, ScalarType.Float32);
        const double unscaled = 2.449489742783178;                             // the original's raw kernel leaves out 1/√6, which its caller applied
        var attended = stack([.. Enumerable.Range(0, 2).Select(s =>
            FusedAttention.Instance.Attend(q[s].unsqueeze(1) * unscaled, k[s].unsqueeze(1), v[s].unsqueeze(1), bias[s]).squeeze(1).flatten(0, 1).narrow(0,
                0, 70))]);
        (attended - golden.Tensor("output")).abs().max().item<float>().ShouldBeLessThan(5e-6f);
    }

    [Fact]
    public void Key_windows_share_one_memory()
    {
        using var x = arange(200, dtype: ScalarType.Float32).reshape(100, 2);
        using var windows = LocalWindows.Keys(x);                              // 4 windows of 128 keys in a tensor of 128 + 96
        windows.stride().ShouldBe([64, 2, 1]);
        using (no_grad()) windows[1, 0].fill_(-7);                             // key -16: seen by window 0 as its key 32
        windows[0, 32].ge(-7).all().item<bool>().ShouldBeTrue();
        windows[0, 32, 0].item<float>().ShouldBe(-7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(65)]
    public void Every_atom_attends_to_its_neighbours_and_to_no_padding(int atoms)
    {
        using var scope = NewDisposeScope();
        var mask = LocalWindows.PairMask(atoms);
        for (int atom = 0; atom < atoms; atom++)
        {
            int first = atom / 32 * 32 - 48;
            int expected = Math.Min(first + 128, atoms) - Math.Max(first, 0);
            mask[atom / 32, atom % 32].sum().item<long>().ShouldBe(expected);
        }
        mask.sum(2).gt(0).sum().item<long>().ShouldBe(atoms);
    }
}
