using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Foldline.Network.Verification;

/// <summary>How the errors of an output are spread, each over the root mean square of what was expected.</summary>
/// <param name="Rms">Their root mean square.</param>
/// <param name="Median">Half are smaller.</param>
/// <param name="Ninetieth">Nine of ten are smaller.</param>
/// <param name="NinetyNinth">All but one in a hundred are smaller.</param>
/// <param name="Largest">None is larger.</param>
public sealed record ErrorDistribution(double Rms, double Median, double Ninetieth, double NinetyNinth, double Largest)
{
    /// <summary>Of an output beside the one expected.</summary>
    public static ErrorDistribution Of(Tensor actual, Tensor expected)
    {
        using var scope = NewDisposeScope();
        var exact = expected.detach().to(ScalarType.Float64).cpu().flatten();
        if (actual.numel() != exact.numel()) return new ErrorDistribution(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        var errors = (actual.detach().to(ScalarType.Float64).cpu().flatten() - exact).abs();
        double scale = Math.Max(Root(exact), double.Epsilon);
        var sorted = errors.sort().Values;
        double At(double share) => sorted[(long)(share * (sorted.shape[0] - 1))].item<double>() / scale;
        return new ErrorDistribution(Root(errors) / scale, At(0.5), At(0.9), At(0.99), At(1));

        static double Root(Tensor values) => Math.Sqrt(values.square().mean().item<double>());
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"errors over the expected RMS: RMS {Rms:P2}, half below {Median:P2}, 90 % below {Ninetieth:P2}, 99 % below {NinetyNinth:P2}, largest {Largest:P2}");
}
