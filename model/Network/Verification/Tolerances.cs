namespace Foldline.Network.Verification;

/// <summary>
/// How far a replay may lie from its reference. In single precision: ten times the change that one unit in the last place of every weight made in the original,
/// as each file records it. Where a file records none, 10⁻⁵ of the output's largest magnitude; where it records zero (nothing in the case depends on a
/// weight), ten units in the last place. In bf16: <see cref="Rounded"/>.
/// </summary>
public static class Tolerances
{
    /// <summary>The multiple of the recorded noise floor that is accepted.</summary>
    public const double NoiseFloors = 10;

    /// <summary>The norm of a gradient's difference relative to the gradient's norm.</summary>
    public const double Gradient = 1e-4;

    /// <summary>A gradient whose norm is below this share of the case's largest is zero but for rounding.</summary>
    public const double ZeroGradient = 1e-6;

    private const double UnitInTheLastPlace = 1.2e-7, WithoutRecord = 1e-6, OneRounding = 1 / 512.0;
    private const double Roundings = 5;

    /// <summary>
    /// The largest root mean square of errors, over that of the output, accepted in bf16: five times what one rounding of weights and inputs changes in single
    /// precision, since results are rounded between the weights too, and one rounding of the output itself.
    /// </summary>
    public static double Rounded(double floor) => (Roundings * floor) + OneRounding;

    /// <summary>The largest difference accepted for an output.</summary>
    /// <param name="recorded">The noise floor that the file records, or <c>null</c>.</param>
    /// <param name="magnitude">The largest absolute value of the expected output.</param>
    /// <param name="intermediate">
    /// Whether this is an intermediate value: the floor recorded for the output then still holds, but no finer than the intermediate's own last place.
    /// </param>
    public static double For(double? recorded, double magnitude, bool intermediate = false)
    {
        double scale = Math.Max(1, magnitude);
        if (intermediate && recorded is { } floor) recorded = Math.Max(floor, UnitInTheLastPlace * scale);
        return NoiseFloors * (recorded is > 0 ? recorded.Value : recorded is null ? WithoutRecord * scale : UnitInTheLastPlace * scale);
    }
}
