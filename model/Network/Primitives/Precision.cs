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
        foreach (var linear in Products(root).Where(linear => linear.Type != dtype)) linear.to(dtype);
        return root;
    }

    /// <summary>Takes the same products in <paramref name="dtype"/> while the weights stay what they are, to be trained.</summary>
    public static T MultiplyWithMastersIn<T>(this T root, ScalarType dtype) where T : nn.Module
    {
        foreach (var linear in Products(root)) linear.Product = dtype;
        return root;
    }

    private static IEnumerable<Linear> Products(nn.Module root) => root switch
    {
        ISinglePrecision { StaysSingle: true } => [],
        Linear linear => linear.Precise ? [] : [linear],
        _ => root.named_children().SelectMany(child => Products(child.module)),
    };
}
