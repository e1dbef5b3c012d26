using Foldline.Training.Recomputation;
using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>
/// 1 − lDDT with its four thresholds softened to sigmoids, so that it has a gradient (AF3 supplement, Algorithm 27).
/// Dense forms divide by the number of pairs plus <paramref name="Eps"/>; the sparse form takes a plain mean over the listed pairs.
/// </summary>
/// <param name="Eps">Added to the number of pairs.</param>
public sealed record SmoothLddtLoss(double Eps = 1e-6)
{
    /// <summary>From distances that are already there.</summary>
    /// <param name="predicted">[sample,l,m] Å.</param>
    /// <param name="truth">[l,m] Å.</param>
    /// <param name="mask">[l,m], nonzero where the pair counts.</param>
    /// <param name="chunk">Samples per segment that is recomputed in the backward pass; <c>null</c> keeps everything.</param>
    public Tensor FromDistance(Tensor predicted, Tensor truth, Tensor mask, int? chunk = null)
    {
        using var scope = NewDisposeScope();
        var counted = mask.to_type(ScalarType.Bool);
        var scores = PerChunk(chunk, x => Score(x[0], x[1], x[2]), predicted, truth, counted);
        return (1 - scores.mean()).MoveToOuterDisposeScope();
    }

    /// <summary>From coordinates, over all pairs at once or in chunks of samples; with chunks, the distances live inside the recomputed segment.</summary>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="mask">[l,m].</param>
    /// <param name="chunk">Samples per recomputed segment, or <c>null</c>.</param>
    /// <param name="trueDistance">[l,m] Å, when already computed.</param>
    public Tensor Dense(Tensor predicted, Tensor truth, Tensor mask, int? chunk = null, Tensor? trueDistance = null)
    {
        using var scope = NewDisposeScope();
        var counted = mask.to_type(ScalarType.Bool);
        var reference = trueDistance ?? PairDistance.Fast(truth, truth);
        var scores = PerChunk(chunk, x => Score(PairDistance.Fast(x[0], x[0]), x[1], x[2]), predicted, reference, counted);
        return (1 - scores.mean()).MoveToOuterDisposeScope();
    }

    /// <summary>From coordinates, over the pairs that the mask lists.</summary>
    /// <param name="predicted">[sample,l,3] Å.</param>
    /// <param name="truth">[l,3] Å.</param>
    /// <param name="mask">[l,m].</param>
    /// <param name="chunk">Samples per recomputed segment, or <c>null</c>.</param>
    public Tensor Sparse(Tensor predicted, Tensor truth, Tensor mask, int? chunk = null)
    {
        using var scope = NewDisposeScope();
        var (first, second) = PairDistance.Nonzero(mask);
        var reference = PairDistance.Listed(truth, first, second);
        var scores = PerChunk(chunk, x => Soften((PairDistance.Listed(x[0], x[1], x[2]) - x[3]).abs()).mean([-1]), predicted, first, second, reference);
        return (1 - scores.mean()).MoveToOuterDisposeScope();
    }

    private Tensor Score(Tensor predicted, Tensor truth, Tensor counted) // [s,l,m], [l,m], [l,m] -> [s]
    {
        var score = Soften((predicted - truth).abs());
        return (score * counted).sum([-1, -2]) / (counted.sum([-1, -2]).to_type(predicted.dtype) + Eps);
    }

    private static Tensor Soften(Tensor error)
        => 0.25 * (sigmoid(0.5 - error) + sigmoid(1.0 - error) + sigmoid(2.0 - error) + sigmoid(4.0 - error));

    /// <summary>Scores all samples at once, or chunk by chunk in recomputed segments.</summary>
    private static Tensor PerChunk(int? chunk, Func<Tensor[], Tensor> score, Tensor predicted, params Tensor[] others)
    {
        if (chunk is not { } size) return score([predicted, .. others]);
        return cat([.. predicted.split(size, 0).Select(part => Recompute.Run(x => [score(x)], [part, .. others])[0])], -1);
    }
}
