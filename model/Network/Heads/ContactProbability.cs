using static TorchSharp.torch;

namespace Foldline.Network.Heads;

/// <summary>The probability that two tokens touch: the distogram's mass in bins whose centre lies below 8 Å (AF3 supplement, section 5.9.2).</summary>
public static class ContactProbability
{
    private const double ContactDistance = 8.0, FirstBin = 2.3125, LastBin = 21.6875;
    private const long RowsAtOnce = 256;

    /// <summary>Probabilities from pairs, a few rows at a time.</summary>
    public static Tensor From(DistogramHead head, Tensor z)                    // [i,j,c] -> [i,j]
    {
        using var scope = NewDisposeScope();
        var rows = new List<Tensor>();
        for (long start = 0; start < z.shape[0]; start += RowsAtOnce)
        {
            using var inner = NewDisposeScope();
            rows.Add(FromLogits(head.Rows(z, start, Math.Min(RowsAtOnce, z.shape[0] - start))).MoveToOuterDisposeScope());
        }
        return cat(rows, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Probabilities from distogram logits.</summary>
    public static Tensor FromLogits(Tensor logits)                             // [...,bins] -> [...]
    {
        using var scope = NewDisposeScope();
        long bins = logits.shape[^1], touching = 0;
        double width = (LastBin - FirstBin) / bins;
        while (touching < bins && FirstBin + (touching + 0.5) * width < ContactDistance) touching++;
        var probability = nn.functional.softmax(logits.to(ScalarType.Float32), -1);
        return probability.narrow(-1, 0, touching).sum(-1).MoveToOuterDisposeScope();
    }
}
