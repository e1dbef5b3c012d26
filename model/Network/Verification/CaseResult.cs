namespace Foldline.Network.Verification;

/// <summary>What the replay of one reference file showed.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Class">The class or function the case was taken from.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Outputs">Each output compared.</param>
/// <param name="Reason">Why a case was skipped or could not be replayed.</param>
public sealed record CaseResult(string Name, string Class, CaseStatus Status, IReadOnlyList<OutputResult> Outputs, string? Reason = null)
{
    /// <summary>The output that comes closest to its tolerance, or exceeds it most.</summary>
    public OutputResult? Worst =>
        Outputs.OrderByDescending(output => double.IsNaN(output.Difference) ? double.PositiveInfinity : Ratio(output)).FirstOrDefault();

    /// <summary>The difference of <see cref="Worst"/>.</summary>
    public double LargestDifference => Worst?.Difference ?? double.NaN;

    /// <summary>The tolerance of <see cref="Worst"/>.</summary>
    public double Tolerance => Worst?.Tolerance ?? double.NaN;

    private static double Ratio(OutputResult output) =>
        output.Tolerance > 0 ? output.Difference / output.Tolerance : output.Difference > 0 ? double.PositiveInfinity : 0;
}
