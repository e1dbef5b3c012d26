using Foldline.Network.Random;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>A module that drops out while training. It does nothing in evaluation, and never draws chance of its own.</summary>
public interface IDropout
{
    /// <summary>The share that is dropped, 0 to 1.</summary>
    double Rate { get; set; }

    /// <summary>Where the masks come from; needed only while training with a rate above zero.</summary>
    IDropoutMasks? Masks { get; set; }
}

/// <summary>Reaches all the dropouts of a network at once.</summary>
public static class Dropouts
{
    /// <summary>Gives every dropout below <paramref name="root"/> its source of masks.</summary>
    public static void UseDropoutMasks(this nn.Module root, IDropoutMasks? masks)
    {
        foreach (var dropout in root.modules().Append(root).OfType<IDropout>()) dropout.Masks = masks;
    }

    internal static Tensor Draw(this IDropout dropout, ReadOnlySpan<long> shape, Tensor like)
    {
        var masks = dropout.Masks
            ?? throw new InvalidOperationException("Training with dropout needs a source of masks: call UseDropoutMasks on the network first.");
        return masks.Draw(shape, dropout.Rate).to(like.dtype, like.device);
    }
}
