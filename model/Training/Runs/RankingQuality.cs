using Foldline.Ranking.Comparison;

namespace Foldline.Training.Runs;

/// <summary>How well the network's own scores order the samples of an evaluation by their true lDDT.</summary>
public static class RankingQuality
{
    /// <summary>
    /// Spearman's coefficient of the ranking score and of pLDDT for each entry, among samples made as inference makes them and among the others by themselves, averaged.
    /// Groups in which nothing varies count 0. Both scores, since a chain by itself is ranked by pTM, which side chains do not move.
    /// </summary>
    public static double Of(IEnumerable<EvaluationRow> rows)
    {
        var groups = rows.GroupBy(row => row.Entry, StringComparer.Ordinal).SelectMany(Groups).ToList();
        return groups.Count == 0 ? 0 : groups.Average(group => (OfGroup(group, row => row.Score) + OfGroup(group, row => row.Plddt)) / 2);
    }

    /// <summary>Spearman's coefficient of a score over samples of one entry; 0 where nothing varies.</summary>
    public static double OfGroup(IReadOnlyCollection<EvaluationRow> rows, Func<EvaluationRow, double> score) =>
        RankCorrelation.Spearman([.. rows.Select(score)], [.. rows.Select(row => row.Lddt)]) is var coefficient && double.IsNaN(coefficient) ? 0 : coefficient;

    /// <summary>The samples with the most common number of sampler steps, and those with any other, where there are at least three.</summary>
    private static IEnumerable<IReadOnlyCollection<EvaluationRow>> Groups(IEnumerable<EvaluationRow> entry)
    {
        var all = entry.ToList();
        var ordinary = all.GroupBy(row => row.SamplerSteps).MaxBy(group => group.Count())!.Key;
        return new[] { all.FindAll(row => row.SamplerSteps == ordinary), all.FindAll(row => row.SamplerSteps != ordinary) }.Where(group => group.Count > 2);
    }
}
