namespace Foldline.Network.Verification;

/// <summary>Noise on what a case holds, to see how much its outputs care: each number is multiplied by 1 + size × a standard normal draw.</summary>
/// <param name="Seed">The seed of the noise.</param>
/// <param name="Size">Its relative size.</param>
/// <param name="OfWeights">Whether the weights are disturbed too; floating-point inputs always are.</param>
public sealed record Disturbance(ulong Seed, double Size, bool OfWeights)
{
    /// <summary>One unit in the last place of single precision, on the inputs alone: the files' own noise floors disturbed the weights.</summary>
    public static Disturbance LastPlace(ulong seed) => new(seed, 6e-8, OfWeights: false);

    /// <summary>What rounding to bf16 does: eight bits are kept, so the error is uniform within 2⁻⁹ of the number, and its deviation that over √3.</summary>
    public static Disturbance BFloat16(ulong seed) => new(seed, 1 / (512 * Math.Sqrt(3)), OfWeights: true);
}
