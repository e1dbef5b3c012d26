using System.Collections.Immutable;

namespace Foldline.Structures.Verification;

/// <summary>A reference file replayed through the product's own code.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Outputs">Every output the file holds.</param>
public sealed record VerifiedCase(string Name, ImmutableArray<VerifiedOutput> Outputs)
{
    /// <summary>Whether all outputs are within their tolerance.</summary>
    public bool Ok => Outputs.All(output => output.Ok);

    /// <summary>The output that comes closest to its tolerance, or passes it furthest.</summary>
    public VerifiedOutput Worst => Outputs.MaxBy(output => output.Tolerance > 0 ? output.Difference / output.Tolerance : output.Ok ? 0
        : double.PositiveInfinity)!;

    /// <summary>The largest absolute difference among <see cref="Worst"/>'s elements.</summary>
    public double Difference => Worst.Difference;

    /// <summary>The tolerance of <see cref="Worst"/>.</summary>
    public double Tolerance => Worst.Tolerance;
}
