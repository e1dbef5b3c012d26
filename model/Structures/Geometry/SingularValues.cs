namespace Foldline.Structures.Geometry;

/// <summary>The singular value decomposition A = U diag(s) Vᵀ of a 3×3 matrix by one-sided Jacobi rotations (Hestenes 1958); s falls.</summary>
internal sealed class SingularValues
{
    private const int MostSweeps = 60;

    public SingularValues(double[] matrix)
    {
        var a = (double[])matrix.Clone();
        double[] v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        for (int sweep = 0, turned = 1; turned > 0 && sweep < MostSweeps; sweep++)
        {
            turned = 0;
            for (int p = 0; p < 2; p++)
                for (int q = p + 1; q < 3; q++)
                    if (Turn(a, v, p, q)) turned++;
        }
        var norms = Enumerable.Range(0, 3).Select(column => Math.Sqrt(Dot(a, column, column))).ToArray();
        int[] order = [.. Enumerable.Range(0, 3).OrderByDescending(column => norms[column])];
        (U, V, S) = (new double[9], new double[9], [.. order.Select(column => norms[column])]);
        for (int column = 0; column < 3; column++)
            for (int row = 0; row < 3; row++)
            {
                V[3 * row + column] = v[3 * row + order[column]];
                U[3 * row + column] = S[column] > 0 ? a[3 * row + order[column]] / S[column] : 0;
            }
        Complete();
    }

    public double[] U { get; }

    public double[] S { get; }

    public double[] V { get; }

    private static double Dot(double[] m, int p, int q) => m[p] * m[q] + m[3 + p] * m[3 + q] + m[6 + p] * m[6 + q];

    private static bool Turn(double[] a, double[] v, int p, int q)
    {
        double alpha = Dot(a, p, p), beta = Dot(a, q, q), gamma = Dot(a, p, q);
        if (gamma == 0 || Math.Abs(gamma) <= 1e-15 * Math.Sqrt(alpha * beta)) return false;
        double zeta = (beta - alpha) / (2 * gamma);
        double t = (zeta >= 0 ? 1 : -1) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        double c = 1 / Math.Sqrt(1 + t * t), s = c * t;
        foreach (var m in new[] { a, v })
            for (int row = 0; row < 9; row += 3)
                (m[row + p], m[row + q]) = (c * m[row + p] - s * m[row + q], s * m[row + p] + c * m[row + q]);
        return true;
    }

    // Points in a plane or on a line leave columns of U open; any unit vectors at right angles to the others will do.
    private void Complete()
    {
        double tiny = 1e-14 * Math.Max(S[0], double.Epsilon);
        if (S[0] <= 0) (U[0], U[3], U[6]) = (1, 0, 0);
        if (S[1] <= tiny)
        {
            int axis = Math.Abs(U[0]) < 0.6 ? 0 : 1;
            double along = U[3 * axis];
            for (int row = 0; row < 3; row++) U[3 * row + 1] = (row == axis ? 1 : 0) - along * U[3 * row];
            double norm = Math.Sqrt(Dot(U, 1, 1));
            for (int row = 0; row < 3; row++) U[3 * row + 1] /= norm;
        }
        if (S[2] > tiny) return;
        U[2] = U[3] * U[7] - U[6] * U[4];
        U[5] = U[6] * U[1] - U[0] * U[7];
        U[8] = U[0] * U[4] - U[3] * U[1];
    }
}
