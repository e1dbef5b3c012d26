namespace Foldline.Structures.Geometry;

/// <summary>x ↦ R x + t.</summary>
/// <param name="Rotation">R, [3, 3] row-major; improper where reflections were allowed.</param>
/// <param name="Translation">t in Å. [3]</param>
public sealed record RigidTransform(double[] Rotation, double[] Translation)
{
    /// <summary>The transformed points. [atom, 3]</summary>
    public float[] Apply(ReadOnlySpan<float> points)
    {
        var moved = new float[points.Length];
        for (int at = 0; at < points.Length; at += 3)
            for (int axis = 0; axis < 3; axis++)
                moved[at + axis] = (float)(Rotation[3 * axis] * points[at] + Rotation[3 * axis + 1] * points[at + 1]
                    + Rotation[3 * axis + 2] * points[at + 2] + Translation[axis]);
        return moved;
    }
}
