namespace Foldline.Network.Verification;

/// <summary>One output of a replayed case against its reference.</summary>
/// <param name="Name">Its key in the file.</param>
/// <param name="Difference">The largest absolute difference; for a gradient, the norm of the difference relative to the reference's norm.</param>
/// <param name="Tolerance">The largest difference accepted.</param>
public sealed record OutputResult(string Name, double Difference, double Tolerance)
{
    /// <summary>Whether the output is accepted; a difference that is not a number never is.</summary>
    public bool IsOk => Difference <= Tolerance;
}
