using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Network.Primitives;

/// <summary>
/// The number type of a network lives in the weights of its products, nowhere else: a module computes in the type of its weights, casts what comes in and gives back
/// the type it was given. Norms keep single-precision weights and statistics, residual streams of tokens and atoms stay single; the pairs follow the blocks.
/// </summary>
public static class Precision
{
    /// <summary>Casts the weights of all products below <paramref name="root"/>, but for those that stay single (<see cref="Linear.Precise"/>, <see cref="ISinglePrecision"/>).</summary>
    public static T MultiplyIn<T>(this T root, ScalarType dtype) where T : nn.Module
    {
        if (root is ISinglePrecision { StaysSingle: true }) return root;
        if (root is not Linear linear)
        {
            foreach (var (_, child) in root.named_children()) child.MultiplyIn(dtype);
        }
        else if (!linear.Precise && linear.Type != dtype)
        {
            linear.to(dtype);
        }
        return root;
    }
}
