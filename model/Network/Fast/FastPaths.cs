using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>Chooses the fast paths of a network. The plain ones stay beside them: they are the reference, and what training uses.</summary>
public static class FastPaths
{
    /// <summary>Lets every block below <paramref name="root"/> take its fast path in inference. They are laid out for processors with caches; on other devices the plain paths stay.</summary>
    public static void UseFastPaths(this nn.Module root)
    {
        foreach (var block in root.modules().Append(root).OfType<PairformerBlock>()) block.PairUpdate = new FastPairUpdate(block);
        foreach (var block in root.modules().Append(root).OfType<MsaBlock>()) block.Fast = new FastMsaUpdate(block);
    }

    /// <summary>Whether work on <paramref name="x"/> may be done in place: on a processor, and with no gradient to record.</summary>
    internal static bool MayOverwrite(Tensor x) => !is_grad_enabled() && x.device_type == DeviceType.CPU;

    /// <summary>Goes back to the plain paths.</summary>
    public static void UsePlainPaths(this nn.Module root)
    {
        foreach (var block in root.modules().Append(root).OfType<PairformerBlock>()) block.PairUpdate = null;
        foreach (var block in root.modules().Append(root).OfType<MsaBlock>()) block.Fast = null;
    }
}
