using Foldline.Network.Primitives;
using Foldline.Sequences;
using static TorchSharp.torch;

namespace Foldline.Network.Verification.Cases;

/// <summary>The windows of atom attention, apart from any module.</summary>
internal sealed class LocalWindowCases : CaseFamily
{
    public override IReadOnlyCollection<string> Classes => ["rearrange_qk_to_dense_trunk", "_local_attention"];

    public override nn.Module? Build(ReferenceCase reference)
    {
        if (reference.Config.Int("n_queries") != LocalWindows.QueryCount || reference.Config.Int("n_keys") != LocalWindows.KeyCount)
            throw new InputException(
                $"{reference.Description}: only windows of {LocalWindows.QueryCount} queries and {LocalWindows.KeyCount} keys occur in the network.");
        return null;
    }

    public override IReadOnlyDictionary<string, Tensor> Replay(nn.Module? module, ReferenceCase reference) =>
        reference.Class == "_local_attention" ? Output(Attend(reference)) : Windows(reference.Input("q"));

    private static IReadOnlyDictionary<string, Tensor> Windows(Tensor q)
    {
        long atoms = q.shape[^2], windows = LocalWindows.Count(atoms);
        const long left = (LocalWindows.KeyCount - LocalWindows.QueryCount) / 2;
        return Outputs(
            ("q_trunked", LocalWindows.Queries(q)),
            ("k_trunked", LocalWindows.Keys(q)),
            ("mask_trunked", LocalWindows.PairMask(atoms, q.device)),
            ("q_pad", tensor(windows * LocalWindows.QueryCount - atoms)),
            ("k_pad_left", tensor(left)),
            ("k_pad_right", tensor((windows - 1) * LocalWindows.QueryCount + LocalWindows.KeyCount - left - atoms)));
    }

    // The raw function does not scale its logits; the kernel does, so the queries are scaled up before.
    private static Tensor Attend(ReferenceCase reference)
    {
        using var scope = NewDisposeScope();
        Tensor q = reference.Input("q"), k = reference.Input("k"), v = reference.Input("v");
        long atoms = q.shape[^2], channels = q.shape[^1];
        var bias = reference.Input("trunked_attn_bias").unsqueeze(2) + LocalWindows.KeyBias(atoms, q.dtype, q.device);
        var attended = FusedAttention.Instance.Attend(
            Flat(LocalWindows.Queries(q * Math.Sqrt(channels))), Flat(LocalWindows.Keys(k)), Flat(LocalWindows.Keys(v)), bias.flatten(0, 1));
        return attended.view(q.shape[0], -1, channels).narrow(1, 0, atoms).MoveToOuterDisposeScope();

        static Tensor Flat(Tensor windows) => windows.flatten(0, 1).unsqueeze(1);    // [S,w,n,c] -> [S*w,1,n,c]
    }
}
