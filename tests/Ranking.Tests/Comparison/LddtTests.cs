using CsCheck;
using Foldline.Ranking.Comparison;

namespace Foldline.Ranking.Tests.Comparison;

public class LddtTests
{
    private static readonly Gen<float[]> Points = Gen.Float[-25, 25].Array[60];

    [Fact]
    public void A_model_equal_to_its_reference_scores_one_and_so_does_its_mirror_image()
    {
        float[] points = [0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5];
        new Lddt().Score(points, points, [true, true, true, true]).ShouldBe(1);
        new Lddt().Score([.. points.Select(value => -value)], points, [true, true, true, true]).ShouldBe(1);
    }

    [Theory]
    [InlineData(0.4f, 1)]
    [InlineData(0.6f, 0.75)]
    [InlineData(1.5f, 0.5)]
    [InlineData(3f, 0.25)]
    [InlineData(5f, 0)]
    public void Each_threshold_takes_a_quarter(float stretched, double expected) =>
        new Lddt().Score([0, 0, 0, 10 + stretched, 0, 0], [0, 0, 0, 10, 0, 0], [true, true]).ShouldBe(expected);

    [Fact]
    public void Nucleic_atoms_look_twice_as_far()
    {
        float[] reference = [0, 0, 0, 20, 0, 0];
        new Lddt().PairMask(reference, [true, true]).ShouldAllBe(near => !near);
        new Lddt().PairMask(reference, [true, true], [true, false]).ShouldBe([false, true, false, false]);
        new Lddt().Score(reference, reference, [true, true]).ShouldBe(double.NaN);
    }

    [Fact]
    public void Atoms_the_reference_does_not_resolve_do_not_count()
    {
        float[] reference = [0, 0, 0, 3, 0, 0, 0, 4, 0], model = [0, 0, 0, 3, 0, 0, 99, 99, 99];
        new Lddt().Score(model, reference, [true, true, false]).ShouldBe(1);
        new Lddt().PerAtom(model, reference, [true, true, true]).ShouldBe([0.5, 0.5, 0]);
    }

    [Fact]
    public void The_grid_finds_the_pairs_that_counting_finds() => Gen.Select(Points, Gen.Float[1, 40]).Sample((points, distance) =>
    {
        var found = new List<(int, int)>();
        new NeighbourGrid(points, distance).ForEachPair((first, second, _) => found.Add((first, second)));
        var expected = new List<(int, int)>();
        for (int first = 0; first < 20; first++)
            for (int second = first + 1; second < 20; second++)
            {
                float x = points[3 * first] - points[3 * second], y = points[3 * first + 1] - points[3 * second + 1],
                    z = points[3 * first + 2] - points[3 * second + 2];
                if (MathF.Sqrt(x * x + y * y + z * z) < distance) expected.Add((first, second));
            }
        return found.Order().SequenceEqual(expected);
    }, iter: 200, seed: "0000KOIPe036");
}
