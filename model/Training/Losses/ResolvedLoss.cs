using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Cross entropy of "is this atom resolved in the experiment?" (AF3 supplement 4.3.4).</summary>
/// <param name="Eps">Added to the number of atoms where a mask is given.</param>
public sealed record ResolvedLoss(double Eps = 1e-6)
{
    /// <summary>The loss, averaged over samples.</summary>
    /// <param name="logits">[sample,l,2].</param>
    /// <param name="resolved">[l].</param>
    /// <param name="counted">[l], which atoms take part; all where <c>null</c>.</param>
    public Tensor Of(Tensor logits, Tensor resolved, Tensor? counted = null)
    {
        using var scope = NewDisposeScope();
        var errors = CrossEntropy.Of(logits, resolved.to_type(ScalarType.Int64)); // [sample,l]
        var loss = counted is null ? errors.mean([-1]) : (errors * counted).sum(-1) / (counted.sum() + Eps);
        return loss.mean().MoveToOuterDisposeScope();
    }
}
