using System.Buffers;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Confidences;

/// <summary>Logits → expected values, one row in memory per thread.</summary>
public static class LogitExpectation
{
    /// <summary>The mean of each bin vector under its softmax. [row, column] row-major</summary>
    /// <param name="logits">[row, column, bin].</param>
    /// <param name="centres">The value of each bin.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static float[] Of(ILogitRows logits, float[] centres, CancellationToken cancellation = default)
    {
        Check(logits, centres);
        var means = new float[checked(logits.Rows * logits.Columns)];
        Rows(logits, cancellation, (row, probabilities) =>
        {
            for (int column = 0; column < logits.Columns; column++)
                means[row * logits.Columns + column] = LogitRow.Mean(probabilities.AsSpan(column * logits.Bins, logits.Bins), centres);
        });
        return means;
    }

    /// <summary>
    /// The probability that two tokens lie within a distance: the mass of the distogram bins whose centre is below it. The original's loss uses another grid of
    /// boundaries; this one is its inference grid.
    /// </summary>
    /// <param name="distogram">[token, token, bin].</param>
    /// <param name="grid">The bins.</param>
    /// <param name="within">Å; 8 as in AlphaFold 3.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static float[] ContactProbability(ILogitRows distogram, BinGrid grid, float within = 8, CancellationToken cancellation = default) =>
        Of(distogram, [.. grid.Centres().Select(centre => centre < within ? 1f : 0f)], cancellation);

    /// <summary>Calls <paramref name="visit"/> for each row, in parallel, with its unnormalised probabilities; the buffer may be longer than the row.</summary>
    internal static void Rows(ILogitRows logits, CancellationToken cancellation, Action<int, float[]> visit)
    {
        int length = checked(logits.Columns * logits.Bins);
        Parallel.For(0, logits.Rows, new ParallelOptions { CancellationToken = cancellation }, () => ArrayPool<float>.Shared.Rent(length), (row, _, buffer) =>
        {
            var values = buffer.AsSpan(0, length);
            logits.CopyRow(row, values);
            LogitRow.Exponentiate(values, logits.Bins);
            visit(row, buffer);
            return buffer;
        }, buffer => ArrayPool<float>.Shared.Return(buffer));
    }

    internal static void Check(ILogitRows logits, float[] centres)
    {
        if (logits.Bins != centres.Length) throw new ArgumentException($"The logits have {logits.Bins} bins, the grid {centres.Length}.", nameof(logits));
    }
}
