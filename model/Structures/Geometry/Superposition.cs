namespace Foldline.Structures.Geometry;

/// <summary>The rigid motion that brings one set of points closest to another (Kabsch 1976; AF3 supplement, Algorithm 28).</summary>
public static class Superposition
{
    /// <summary>The motion of <paramref name="moving"/> onto <paramref name="target"/> with the least weighted square deviation.</summary>
    /// <param name="moving">Å. [atom, 3]</param>
    /// <param name="target">Å. [atom, 3]</param>
    /// <param name="weights">Non-negative weights, 0 to leave an atom out; <c>null</c> for all 1. [atom]</param>
    /// <param name="allowReflection">Whether the mirror image may be taken if it fits better.</param>
    /// <exception cref="ArgumentException">The sets differ in length or all weights are 0.</exception>
    public static RigidTransform Align(ReadOnlySpan<float> moving, ReadOnlySpan<float> target, ReadOnlySpan<float> weights = default,
        bool allowReflection = false)
    {
        if (moving.Length != target.Length || (!weights.IsEmpty && weights.Length * 3 != moving.Length))
            throw new ArgumentException($"{moving.Length / 3} points, {target.Length / 3} targets and {weights.Length} weights do not match.");
        var from = Centroid(moving, weights);
        var to = Centroid(target, weights);
        var svd = new SingularValues(Covariance(moving, target, weights, from, to));
        double sign = allowReflection || Determinant(svd.U) * Determinant(svd.V) > 0 ? 1 : -1;
        var rotation = new double[9];
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 3; column++)
                rotation[3 * row + column] = svd.V[3 * row] * svd.U[3 * column] + svd.V[3 * row + 1] * svd.U[3 * column + 1]
                    + sign * svd.V[3 * row + 2] * svd.U[3 * column + 2];
        var translation = new double[3];
        for (int axis = 0; axis < 3; axis++)
            translation[axis] = to[axis] - (rotation[3 * axis] * from[0] + rotation[3 * axis + 1] * from[1] + rotation[3 * axis + 2] * from[2]);
        return new RigidTransform(rotation, translation);
    }

    /// <summary>Root mean square deviation as the points lie, Å; NaN where no atom counts.</summary>
    /// <param name="first">Å. [atom, 3]</param>
    /// <param name="second">Å. [atom, 3]</param>
    /// <param name="weights">1 for atoms that count, 0 for others; empty for all. [atom]</param>
    public static double Rmsd(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> weights = default)
    {
        double sum = 0, total = 0;
        for (int atom = 0; atom < first.Length / 3; atom++)
        {
            double weight = weights.IsEmpty ? 1 : weights[atom];
            if (weight == 0) continue;
            for (int at = 3 * atom; at < 3 * atom + 3; at++) sum += weight * ((double)first[at] - second[at]) * ((double)first[at] - second[at]);
            total += weight;
        }
        return Math.Sqrt(sum / total);
    }

    /// <summary>Root mean square deviation after the best superposition, Å.</summary>
    public static double AlignedRmsd(ReadOnlySpan<float> moving, ReadOnlySpan<float> target, ReadOnlySpan<float> weights = default) =>
        Rmsd(Align(moving, target, weights).Apply(moving), target, weights);

    private static double[] Centroid(ReadOnlySpan<float> points, ReadOnlySpan<float> weights)
    {
        var sum = new double[3];
        double total = 0;
        for (int atom = 0; atom < points.Length / 3; atom++)
        {
            double weight = weights.IsEmpty ? 1 : weights[atom];
            if (weight == 0) continue;
            for (int axis = 0; axis < 3; axis++) sum[axis] += weight * points[3 * atom + axis];
            total += weight;
        }
        if (total <= 0) throw new ArgumentException("No atom has a weight: there is nothing to superpose.", nameof(weights));
        return [sum[0] / total, sum[1] / total, sum[2] / total];
    }

    private static double[] Covariance(ReadOnlySpan<float> moving, ReadOnlySpan<float> target, ReadOnlySpan<float> weights, double[] from, double[] to)
    {
        var sum = new double[9];
        for (int atom = 0; atom < moving.Length / 3; atom++)
        {
            double weight = weights.IsEmpty ? 1 : weights[atom];
            if (weight == 0) continue;
            for (int row = 0; row < 3; row++)
                for (int column = 0; column < 3; column++)
                    sum[3 * row + column] += weight * (moving[3 * atom + row] - from[row]) * (target[3 * atom + column] - to[column]);
        }
        return sum;
    }

    private static double Determinant(double[] m) =>
        m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}
