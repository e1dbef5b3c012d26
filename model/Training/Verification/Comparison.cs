using static TorchSharp.torch;

namespace Foldline.Training.Verification;

/// <summary>One quantity of a reference case beside ours.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Difference">Largest absolute difference of a value; relative norm of the difference of a gradient.</param>
/// <param name="Tolerance">The largest difference that is accepted.</param>
internal sealed record Comparison(string Name, double Difference, double Tolerance)
{
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
    /// <param name="name">Its key.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="expected">The original's.</param>
    /// <param name="tolerance">Accepted relative norm.</param>
    /// <param name="zero">A norm that is nothing but rounding: an expected gradient below it is zero in truth, and ours must be below it too.</param>
    internal static Comparison OfGradient(string name, Tensor? actual, Tensor expected, double tolerance, double zero = 0)
    {
        using var scope = NewDisposeScope();
        var b = expected.to_type(ScalarType.Float64);
        var a = actual is null ? zeros_like(b) : actual.to_type(ScalarType.Float64);
        var norm = b.norm().item<double>();
        if (norm < zero) return new Comparison(name, a.norm().item<double>(), zero);
        var difference = (a - b).norm().item<double>();
        return new Comparison(name, norm > 0 ? difference / norm : difference, tolerance);
    }
}
