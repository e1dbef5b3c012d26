using System.Numerics.Tensors;

namespace Foldline.Ranking.Confidences;

/// <summary>The softmax over the bins of a row of logits, and expectations under it.</summary>
internal static class LogitRow
{
    /// <summary>Turns logits into unnormalised probabilities in place, each vector scaled by its own maximum. [column, bin]</summary>
    public static void Exponentiate(Span<float> row, int bins)
    {
        for (int start = 0; start < row.Length; start += bins)
        {
            var vector = row.Slice(start, bins);
            TensorPrimitives.Subtract(vector, TensorPrimitives.Max<float>(vector), vector);
        }
        TensorPrimitives.Exp(row, row);
    }

    /// <summary>The mean of <paramref name="values"/> under the probabilities of one vector.</summary>
    public static float Mean(ReadOnlySpan<float> weights, ReadOnlySpan<float> values) =>
        TensorPrimitives.Dot(weights, values) / TensorPrimitives.Sum(weights);
}
