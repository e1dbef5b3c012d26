using Foldline.Ranking.Comparison;
using Foldline.Structures.Geometry;
using Foldline.Structures.Verification;

namespace Foldline.Ranking.Verification;

/// <summary>Replays lDDT, superposition and local frames.</summary>
internal static class ComparisonReplay
{
    public static void Lddt(ReferenceCase reference)
    {
        var lddt = new Lddt(reference.Config.GetProperty("threshold").GetSingle(), reference.Config.GetProperty("is_nucleotide_threshold").GetSingle());
        var (truth, present, nucleic) = (reference.Floats("input.true_coordinate"), reference.Flags("input.coordinate_mask"),
            reference.Flags("input.is_nucleotide"));
        reference.Produce("lddt_mask", lddt.PairMask(truth, present, nucleic).Select(near => near ? 1f : 0f));
        reference.Produce("lddt_mask_no_nucleotide", lddt.PairMask(truth, present).Select(near => near ? 1f : 0f));
        reference.Produce("lddt", Samples(reference, "input.pred_coordinate").Select(model => lddt.Score(model, truth, present, nucleic)));
    }

    public static void Frames(ReferenceCase reference)
    {
        var atoms = reference.Integers("input.frame_atom_index").Select(atom => (long)atom).ToArray();
        var truth = reference.Floats("input.true_coordinate");
        var models = Samples(reference, "input.coordinate").ToList();
        reference.Produce("frames", models.SelectMany(model => LocalFrames.Gather(model, atoms)));
        reference.Produce("expressed", models.SelectMany(model => LocalFrames.Express(model, LocalFrames.Gather(model, atoms))));
        reference.Produce("alignment_error_squared", models.SelectMany(model =>
            LocalFrames.SquaredAlignedError(model, LocalFrames.Gather(model, atoms), truth, LocalFrames.Gather(truth, atoms))));
    }

    public static void Superposed(ReferenceCase reference)
    {
        var (moving, target) = (Samples(reference, "input.x").ToList(), Samples(reference, "input.x_target").ToList());
        var (weights, aligned) = (Samples(reference, "input.weight").ToList(), Samples(reference, "input.align_mask").ToList());
        var mask = reference.Floats("input.atom_mask");
        double epsilon = reference.Config.GetProperty("eps").GetDouble();
        int count = moving.Count;
        // Masked atoms go in as zeros and come out moved like the others, as in the original.
        var masked = moving.Select(points => Multiply(points, mask)).ToList();
        Produce("", moving, i => Superposition.Align(moving[i], target[i], weights[i]));
        reference.Produce("weighted_rigid_align", Enumerable.Range(0, count)
            .SelectMany(i => Superposition.Align(moving[i], target[i], weights[i]).Apply(moving[i])));
        Produce("reflection.", masked, i => Superposition.Align(masked[i], Multiply(target[i], mask), Weigh(weights[i], mask),
            allowReflection: true));
        Produce("masked.", masked, i => Superposition.Align(masked[i], Multiply(target[i], mask), mask));
        Produce("self_aligned.", moving, i => Superposition.Align(moving[i], target[i], mask), "pose");
        Produce("partial.", moving, i => Superposition.Align(moving[i], target[i], Weigh(aligned[i], mask)), "pose");
        reference.Produce("rmsd", Deviations((i, _) => moving[i], _ => mask));
        reference.Produce("self_aligned_rmsd", Deviations((i, points) => Superposition.Align(points, target[i], mask).Apply(points), _ => mask));
        reference.Produce("partial.aligned_rmsd", Deviations(AlignPartly, i => Weigh(aligned[i], mask)));
        reference.Produce("partial.unaligned_rmsd", Deviations(AlignPartly, i => [.. Weigh(aligned[i], mask).Zip(mask, (part, all) => all - part)]));

        float[] AlignPartly(int i, float[] points) => Superposition.Align(points, target[i], Weigh(aligned[i], mask)).Apply(points);

        IEnumerable<double> Deviations(Func<int, float[], float[]> move, Func<int, float[]> among) => Enumerable.Range(0, count).Select(i =>
            Math.Sqrt(Math.Pow(Superposition.Rmsd(move(i, moving[i]), target[i], among(i)), 2) + epsilon));

        void Produce(string prefix, List<float[]> points, Func<int, RigidTransform> align, string pose = "aligned")
        {
            var motions = Enumerable.Range(0, count).Select(align).ToList();
            reference.Produce(prefix + pose, motions.Zip(points).SelectMany(pair => pair.First.Apply(pair.Second)));
            reference.Produce(prefix + "rot", motions.SelectMany(motion => motion.Rotation));
            reference.Produce(prefix + "translate", motions.SelectMany(motion => motion.Translation));
        }
    }

    private static IEnumerable<float[]> Samples(ReferenceCase reference, string name) =>
        Enumerable.Range(0, reference.Extent(name, 0)).Select(sample => reference.Sample(name, sample));

    private static float[] Multiply(float[] points, float[] mask) => [.. points.Select((value, at) => value * mask[at / 3])];

    private static float[] Weigh(float[] weights, float[] mask) => [.. weights.Zip(mask, (weight, keep) => weight * keep)];
}
