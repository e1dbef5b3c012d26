namespace Foldline.Ranking.Comparison;

/// <summary>How well one number orders what another measures: Spearman's coefficient, that of Pearson over ranks.</summary>
public static class RankCorrelation
{
    /// <summary>The rank of each value, counted from 0; equal values share the mean of their ranks.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(index => values[index])];
        var ranks = new double[values.Count];
        for (int first = 0, end; first < order.Length; first = end)
        {
            end = first + 1;
            while (end < order.Length && values[order[end]].Equals(values[order[first]])) end++;
            for (int place = first; place < end; place++) ranks[order[place]] = (first + end - 1) / 2.0;
        }
        return ranks;
    }

    /// <summary>Spearman's coefficient, −1 to 1; NaN where one of the two never varies.</summary>
    public static double Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y) => Pearson(Ranks(x), Ranks(y));

    /// <summary>Pearson's coefficient, −1 to 1; NaN where one of the two never varies.</summary>
    public static double Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (xMean, yMean) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (int i = 0; i < x.Count; i++)
        {
            var (a, b) = (x[i] - xMean, y[i] - yMean);
            (xx, yy, xy) = (xx + a * a, yy + b * b, xy + a * b);
        }
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : double.NaN;
    }
}
