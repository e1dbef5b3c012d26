using CsCheck;
using Foldline.Structures.Geometry;

namespace Foldline.Structures.Tests.Geometry;

public class SuperpositionTests
{
    private static readonly Gen<float[]> Points = Gen.Float[-50, 50].Array[30];

    [Fact]
    public void A_rigid_motion_is_undone() => Gen.Select(Points, Gen.Double[-3, 3], Gen.Double[-3, 3], Gen.Double[-100, 100])
        .Sample((points, yaw, pitch, shift) =>
    {
        var motion = new RigidTransform(Rotation(yaw, pitch), [shift, -shift, 7]);
        var moved = motion.Apply(points);
        return Superposition.AlignedRmsd(moved, points) < 1e-3 && Determinant(Superposition.Align(moved, points).Rotation) > 0.999;
    }, iter: 300, seed: "0000KOIPe036");

    [Fact]
    public void No_other_motion_fits_better() => Gen.Select(Points, Points, Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample((moving, target, yaw, pitch) =>
    {
        var centre = Superposition.Align(moving, target);
        var turned = new RigidTransform(Rotation(yaw, pitch), [0, 0, 0]).Apply(moving);
        return Superposition.Rmsd(centre.Apply(moving), target) <= Superposition.Rmsd(turned, target) + 1e-4;
    }, iter: 300, seed: "0000KOIPe036");

    [Fact]
    public void A_mirror_image_is_reached_only_where_reflections_are_allowed()
    {
        float[] points = [0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5], mirror = [.. points.Select((value, at) => at % 3 == 0 ? -value : value)];
        Superposition.AlignedRmsd(points, mirror).ShouldBeGreaterThan(0.5);
        Superposition.Rmsd(Superposition.Align(points, mirror, default, allowReflection: true).Apply(points), mirror).ShouldBeLessThan(1e-5);
    }

    [Theory]
    [InlineData(new float[] { 1, 2, 3 })]
    [InlineData(new float[] { 0, 0, 0, 1, 1, 1, 2, 2, 2 })]
    [InlineData(new float[] { 0, 0, 0, 5, 0, 0, 0, 5, 0, 3, 3, 0 })]
    public void Points_on_a_spot_a_line_or_a_plane_align_too(float[] points)
    {
        var moved = new RigidTransform(Rotation(1, 2), [4, 5, 6]).Apply(points);
        var motion = Superposition.Align(moved, points);
        Superposition.Rmsd(motion.Apply(moved), points).ShouldBeLessThan(1e-4);
        Determinant(motion.Rotation).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Atoms_without_weight_do_not_pull()
    {
        float[] points = [0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5], target = [.. points[..9], 90, 90, 90];
        Superposition.AlignedRmsd(points, target, [1, 1, 1, 0]).ShouldBeLessThan(1e-5);
        Should.Throw<ArgumentException>(() => Superposition.Align(points, target, [0, 0, 0, 0])).Message.ShouldContain("nothing to superpose");
        Should.Throw<ArgumentException>(() => Superposition.Align(points, target[..9])).Message.ShouldContain("do not match");
    }

    private static double[] Rotation(double yaw, double pitch)
    {
        var (cy, sy, cp, sp) = (Math.Cos(yaw), Math.Sin(yaw), Math.Cos(pitch), Math.Sin(pitch));
        return [cy, -sy * cp, sy * sp, sy, cy * cp, -cy * sp, 0, sp, cp];
    }

    private static double Determinant(double[] m) =>
        m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}
