using Foldline.Network.Primitives;
using static TorchSharp.torch;

namespace Foldline.Network.Fast;

/// <summary>Reaches the parts of a plain module by their names in the checkpoint, which are the one thing about it that never changes.</summary>
internal static class Parts
{
    /// <summary>The linear layer of that name.</summary>
    public static Linear Linear(this nn.Module module, string name) => (Linear)module.Child(name);

    /// <summary>The normalisation of that name.</summary>
    public static LayerNorm Norm(this nn.Module module, string name) => (LayerNorm)module.Child(name);

    /// <summary>The part of that name.</summary>
    public static nn.Module Child(this nn.Module module, string name) =>
        module.named_children().FirstOrDefault(child => child.name == name).module
        ?? throw new ArgumentException($"{module.GetName()} has no part '{name}'.", nameof(name));

    /// <summary>x Wᵀ added to <paramref name="sum"/> in place.</summary>
    public static void AddTo(this Linear linear, Tensor sum, Tensor x)         // [n,out], [n,in]
    {
        sum.addmm_(x, linear.Weight.t());
        if (linear.Bias is { } bias) sum.add_(bias);
    }

    /// <summary>x Wᵀ written to <paramref name="target"/>.</summary>
    /// <returns>The target.</returns>
    public static Tensor WriteTo(this Linear linear, Tensor target, Tensor x)  // [n,out], [n,in]
    {
        target.addmm_(x, linear.Weight.t(), beta: 0, alpha: 1);
        if (linear.Bias is { } bias) target.add_(bias);
        return target;
    }

    /// <summary>W xᵀ written to <paramref name="target"/>, whose rows need not touch: a stripe of a larger matrix.</summary>
    public static void WriteChannelsFirst(this Linear linear, Tensor target, Tensor x)   // [out,n], [n,in]
    {
        target.addmm_(linear.Weight, x.t(), beta: 0, alpha: 1);
        if (linear.Bias is { } bias) target.add_(bias.unsqueeze(-1));
    }
}
