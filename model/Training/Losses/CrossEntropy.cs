using static TorchSharp.torch;

namespace Foldline.Training.Losses;

/// <summary>Cross entropy of binned predictions, and the bins themselves.</summary>
internal static class CrossEntropy
{
    /// <summary>The negative log probability of the true class.</summary>
    public static Tensor Of(Tensor logits, Tensor classes)        // [...,bins], [...] -> [...]
    {
        var (scores, labels) = (nn.functional.log_softmax(logits, dim: -1), classes);
        if (labels.dim() < scores.dim() - 1) labels = labels.expand(scores.shape[..^1]);
        return scores.gather(-1, labels.unsqueeze(-1)).squeeze(-1).neg();
    }

    /// <summary>How many boundaries lie strictly below each value.</summary>
    public static Tensor CountBelow(Tensor values, Tensor boundaries) // [...], [b] -> [...]
        => (values.unsqueeze(-1) > boundaries).sum(-1);

    /// <summary>The bin of each value; <paramref name="edges"/> holds the outer edges too, and values outside fall into the end bins.</summary>
    public static Tensor Bin(Tensor values, Tensor edges, int bins) // [...], [bins+1] -> [...] in 0..bins-1
        => CountBelow(values, edges).clamp(1, bins) - 1;
}
