using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>One quantity of a reference case beside ours.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Difference">Largest absolute difference of a value; relative norm of the difference of a gradient.</param>
/// <param name="Tolerance">The largest difference that is accepted.</param>
public sealed record Comparison(string Name, double Difference, double Tolerance)
{
    /// <summary>Whether the difference is accepted; a NaN is not.</summary>
    public bool Ok => Difference <= Tolerance;

    /// <summary>Values, by largest absolute difference; the tolerance grows with the size of the expected values.</summary>
    internal static Comparison OfValues(string name, Tensor actual, Tensor expected, double relative)
    {
        using var scope = NewDisposeScope();
        if (actual.numel() != expected.numel()) return new Comparison(name, double.PositiveInfinity, 0);
        if (expected.numel() == 0) return new Comparison(name, 0, 0);
        var (a, b) = (actual.detach().to_type(ScalarType.Float64).flatten(), expected.to_type(ScalarType.Float64).flatten());
        return new Comparison(name, (a - b).abs().max().item<double>(), relative * Math.Max(1, b.abs().max().item<double>()));
    }

    /// <summary>A gradient, by the norm of the difference over the norm of the expected gradient.</summary>
    internal static Comparison OfGradient(string name, Tensor? actual, Tensor expected, double tolerance)
    {
        using var scope = NewDisposeScope();
        var b = expected.to_type(ScalarType.Float64);
        var a = actual is null ? zeros_like(b) : actual.to_type(ScalarType.Float64);
        var norm = b.norm().item<double>();
        var difference = (a - b).norm().item<double>();
        return new Comparison(name, norm > 0 ? difference / norm : difference, tolerance);
    }
}
