using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Local frames of three atoms and positions seen from them (AF3 supplement, Algorithms 29 and 30).</summary>
public static class Frames
{
    private const double Eps = 1e-8;

    /// <summary>Each position in the axes of each frame a–b–c: origin b, first axis the bisector, second the difference, third the cross product.</summary>
    public static Tensor Express(Tensor positions, Tensor frames) // [...,j,3] Å, [...,i,3 atoms,3] Å -> [...,i,j,3] Å
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (frames.select(-2, 0), frames.select(-2, 1), frames.select(-2, 2));
        var (w1, w2) = (Unit(a - b), Unit(c - b));
        var (e1, e2) = (Unit(w1 + w2), Unit(w2 - w1));
        var e3 = linalg.cross(e1, e2, -1);
        var d = positions.unsqueeze(-3) - b.unsqueeze(-2);
        var along = new[] { e1, e2, e3 }.Select(axis => (d * axis.unsqueeze(-2)).sum(-1)).ToArray();
        return stack(along, -1).MoveToOuterDisposeScope();
    }

    /// <summary>Squared distance between each position seen from each predicted frame and from each true frame.</summary>
    public static Tensor SquaredAlignmentError(Tensor predicted, Tensor truth, Tensor predictedFrames, Tensor trueFrames)
    {                                                             // [s,j,3], [j,3], [s,i,3,3], [i,3,3] -> [s,i,j] Å²
        using var scope = NewDisposeScope();
        return (Express(predicted, predictedFrames) - Express(truth, trueFrames)).square().sum(-1).MoveToOuterDisposeScope();
    }

    private static Tensor Unit(Tensor v) => v / linalg.vector_norm(v, 2, [-1], keepdim: true).clamp_min(Eps);
}
