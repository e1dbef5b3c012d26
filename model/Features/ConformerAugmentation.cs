using System.Numerics;

namespace Foldline.Features;

/// <summary>
/// Moves each reference conformer at random (AlphaFold 3 supplement 2.8), so that the network cannot read anything from its pose: x = R (p + t), p
/// centred, each component of t uniform in [-1, 1] Å, R uniform over all rotations. Residues are moved in ascending order, translation drawn before
/// rotation, as in the original; the generator is ours, so the draws are not the original's.
/// </summary>
internal static class ConformerAugmentation
{
    /// <summary>The positions moved at random.</summary>
    /// <param name="centred">[atom, 3] in Å, centred by residue.</param>
    /// <param name="residueOfAtom">The residue of each atom, ascending. [atom]</param>
    /// <param name="seed">The seed.</param>
    public static float[] Apply(ReadOnlySpan<float> centred, ReadOnlySpan<long> residueOfAtom, long seed)
    {
        var random = new SeededRandom(seed);
        var moved = new float[centred.Length];
        for (int start = 0, end; start < residueOfAtom.Length; start = end)
        {
            for (end = start + 1; end < residueOfAtom.Length && residueOfAtom[end] == residueOfAtom[start]; end++) { }
            var translation = new Vector3(Symmetric(random), Symmetric(random), Symmetric(random));
            var rotation = Rotation(random);
            for (int atom = start; atom < end; atom++)
                Vector3.Transform(new Vector3(centred.Slice(atom * 3, 3)) + translation, rotation).CopyTo(moved.AsSpan(atom * 3, 3));
        }
        return moved;
    }

    /// <summary>Subtracts the mean of the positions, masked ones included. [atom, 3]</summary>
    public static void Centre(Span<float> positions)
    {
        for (int axis = 0; axis < 3; axis++)
        {
            double sum = 0;
            for (int i = axis; i < positions.Length; i += 3) sum += positions[i];
            float mean = (float)(sum / (positions.Length / 3));
            for (int i = axis; i < positions.Length; i += 3) positions[i] -= mean;
        }
    }

    private static float Symmetric(SeededRandom random) => (float)(2 * random.NextDouble() - 1);

    /// <summary>A uniformly random unit quaternion (Shoemake, Graphics Gems III, 1992).</summary>
    private static Quaternion Rotation(SeededRandom random)
    {
        double u = random.NextDouble(), a = 2 * Math.PI * random.NextDouble(), b = 2 * Math.PI * random.NextDouble();
        double small = Math.Sqrt(1 - u), large = Math.Sqrt(u);
        return new Quaternion((float)(small * Math.Sin(a)), (float)(small * Math.Cos(a)), (float)(large * Math.Sin(b)), (float)(large * Math.Cos(b)));
    }
}
