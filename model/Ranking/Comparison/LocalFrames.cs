namespace Foldline.Ranking.Comparison;

/// <summary>Local frames from three atoms, points seen from them, and the aligned error that PAE predicts (AF3 supplement, Algorithms 29 and 30).</summary>
public static class LocalFrames
{
    private const double Epsilon = 1e-8;

    /// <summary>Points expressed in each frame: e1 halves the angle at b between a and c, e2 lies in their plane. [frame, atom, 3]</summary>
    /// <param name="points">Å. [atom, 3]</param>
    /// <param name="frames">The atoms a, b, c of each frame, Å. [frame, 3, 3]</param>
    public static float[] Express(float[] points, float[] frames)
    {
        int count = frames.Length / 9, atoms = points.Length / 3;
        var expressed = new float[count * points.Length];
        for (int frame = 0; frame < count; frame++)
        {
            double[] a = Point(frames, 3 * frame), b = Point(frames, 3 * frame + 1), c = Point(frames, 3 * frame + 2);
            double[] w1 = Unit(Minus(a, b)), w2 = Unit(Minus(c, b)), e1 = Unit(Plus(w1, w2)), e2 = Unit(Minus(w2, w1)), e3 = Cross(e1, e2);
            for (int atom = 0; atom < atoms; atom++)
            {
                var d = Minus(Point(points, atom), b);
                int at = (frame * atoms + atom) * 3;
                (expressed[at], expressed[at + 1], expressed[at + 2]) = ((float)Dot(d, e1), (float)Dot(d, e2), (float)Dot(d, e3));
            }
        }
        return expressed;
    }

    /// <summary>The coordinates of each frame's three atoms. [frame, 3, 3]</summary>
    /// <param name="points">Å. [atom, 3]</param>
    /// <param name="atoms">Atom indices. [frame, 3]</param>
    public static float[] Gather(float[] points, ReadOnlySpan<long> atoms)
    {
        var frames = new float[atoms.Length * 3];
        for (int i = 0; i < atoms.Length; i++) points.AsSpan(checked((int)atoms[i]) * 3, 3).CopyTo(frames.AsSpan(3 * i));
        return frames;
    }

    /// <summary>The square distance of each point between model and reference, both seen from the same frame, Å². [frame, atom]</summary>
    public static float[] SquaredAlignedError(float[] model, float[] modelFrames, float[] reference, float[] referenceFrames)
    {
        float[] seen = Express(model, modelFrames), expected = Express(reference, referenceFrames);
        var squares = new float[seen.Length / 3];
        for (int at = 0; at < squares.Length; at++)
            for (int axis = 3 * at; axis < 3 * at + 3; axis++) squares[at] += (seen[axis] - expected[axis]) * (seen[axis] - expected[axis]);
        return squares;
    }

    private static double[] Point(float[] points, int index) => [points[3 * index], points[3 * index + 1], points[3 * index + 2]];

    private static double[] Minus(double[] a, double[] b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

    private static double[] Plus(double[] a, double[] b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

    private static double Dot(double[] a, double[] b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

    private static double[] Unit(double[] a)
    {
        double norm = Math.Max(Math.Sqrt(Dot(a, a)), Epsilon);
        return [a[0] / norm, a[1] / norm, a[2] / norm];
    }

    private static double[] Cross(double[] a, double[] b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
