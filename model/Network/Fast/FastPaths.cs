using Foldline.Network.Msa;
using Foldline.Network.Pairformer;
using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>Chooses the fast paths of a network. The plain ones stay beside them: they are the reference, and what training uses.</summary>
public static class FastPaths
{
    /// <summary>Lets every block below <paramref name="root"/> take its fast path in inference, on any device.</summary>
    public static void UseFastPaths(this nn.Module root)
    {
        foreach (var block in root.modules().Append(root).OfType<PairformerBlock>()) block.UseFastPath();
        foreach (var block in root.modules().Append(root).OfType<MsaBlock>()) block.Fast = new FastMsaUpdate(block);
        foreach (var transformer in root.modules().Append(root).OfType<DiffusionTransformer>()) transformer.Fast = [.. transformer.Blocks.Select(block => new FastDiffusionBlock(block))];
    }

    /// <summary>Whether work may be done in place: no gradient is to be recorded.</summary>
    internal static bool MayOverwrite => !is_grad_enabled();

    /// <summary>Goes back to the plain paths.</summary>
    public static void UsePlainPaths(this nn.Module root)
    {
        foreach (var block in root.modules().Append(root).OfType<PairformerBlock>()) (block.PairUpdate, block.SingleUpdate) = (null, null);
        foreach (var block in root.modules().Append(root).OfType<MsaBlock>()) block.Fast = null;
        foreach (var transformer in root.modules().Append(root).OfType<DiffusionTransformer>()) transformer.Fast = null;
    }

    private static void UseFastPath(this PairformerBlock block)
    {
        block.PairUpdate = new FastPairUpdate(block);
        block.SingleUpdate = block.named_children().Where(child => child.name == "single_transition").Select(child => new FastTransition((Transition)child.module)).FirstOrDefault();
    }
}
