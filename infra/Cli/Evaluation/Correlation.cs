using Foldline.Ranking.Comparison;
using Foldline.Training.Data;

namespace Foldline.Cli.Evaluation;

/// <summary>How two numbers of the same samples go together.</summary>
/// <param name="Coefficient">Pearson's coefficient, −1 to 1; NaN where one of them never varies.</param>
/// <param name="Chance">The share of random pairings that reach it: one-sided, small where the relation is real.</param>
/// <param name="Samples">Samples.</param>
public sealed record Correlation(double Coefficient, double Chance, int Samples)
{
    private const int Shuffles = 9_999;
    private const long Seed = 1;

    /// <summary>The correlation within groups: each group's means are taken off first, and only pairs of one group are shuffled.</summary>
    public static Correlation Within<T>(IEnumerable<T> samples, Func<T, string> group, Func<T, double> x, Func<T, double> y)
    {
        var groups = samples.GroupBy(group, StringComparer.Ordinal).Select(part => (X: Centred(part.Select(x)), Y: Centred(part.Select(y)))).ToList();
        double[] xs = [.. groups.SelectMany(part => part.X)];
        var observed = RankCorrelation.Pearson(xs, [.. groups.SelectMany(part => part.Y)]);
        if (double.IsNaN(observed)) return new Correlation(observed, 1, xs.Length);
        var draws = new SeededDraws(Seed);
        var reached = 0;
        for (var shuffle = 0; shuffle < Shuffles; shuffle++)
            if (RankCorrelation.Pearson(xs, [.. groups.SelectMany(part => draws.Permutation(part.Y.Length).Select(at => part.Y[at]))]) >= observed) reached++;
        return new Correlation(observed, (reached + 1.0) / (Shuffles + 1), xs.Length);
    }

    /// <summary>
    /// The same for ranks (Spearman): both numbers are replaced by their ranks within their group, so that only the order counts.
    /// </summary>
    public static Correlation OfRanksWithin<T>(IEnumerable<T> samples, Func<T, string> group, Func<T, double> x, Func<T, double> y) => Within(
        samples.GroupBy(group, StringComparer.Ordinal).SelectMany(part => RankCorrelation.Ranks([.. part.Select(x)])
            .Zip(RankCorrelation.Ranks([.. part.Select(y)]), (a, b) => (Group: part.Key, X: a, Y: b))),
        pair => pair.Group, pair => pair.X, pair => pair.Y);

    /// <summary>The correlation over all samples.</summary>
    public static Correlation Of<T>(IEnumerable<T> samples, Func<T, double> x, Func<T, double> y) => Within(samples, _ => "", x, y);

    private static double[] Centred(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return [.. all.Select(value => value - mean)];
    }
}
