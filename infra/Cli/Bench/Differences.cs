using TorchSharp;
using static TorchSharp.torch;

namespace Foldline.Cli.Bench;

/// <summary>Compares two ways to the same answer.</summary>
internal static class Differences
{
    /// <summary>The largest absolute difference, over the largest value where that is above one.</summary>
    public static double Largest(Func<Tensor> one, Func<Tensor> other)
    {
        using var scope = NewDisposeScope();
        Tensor a = one().to(ScalarType.Float32), b = other().to(ScalarType.Float32);
        return (a - b).abs().max().item<float>() / Math.Max(1, b.abs().max().item<float>());
    }
}
