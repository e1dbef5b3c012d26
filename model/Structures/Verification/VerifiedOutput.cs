namespace Foldline.Structures.Verification;

/// <summary>One output of a replayed case beside its reference.</summary>
/// <param name="Name">The output's name in the file, without <c>output.</c>.</param>
/// <param name="Difference">The largest absolute difference; infinite where the shapes differ or the product has no such output.</param>
/// <param name="Tolerance">What is allowed.</param>
public sealed record VerifiedOutput(string Name, double Difference, double Tolerance)
{
    /// <summary>Whether the difference is within the tolerance.</summary>
    public bool Ok => Difference <= Tolerance;
}
