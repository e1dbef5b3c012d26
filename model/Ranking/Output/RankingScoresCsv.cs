using System.Globalization;
using System.Text;
using Foldline.Ranking.Samples;

namespace Foldline.Ranking.Output;

/// <summary><c>TARGET_ranking_scores.csv</c>: AlphaFold 3's three columns, in order of seed and sample, scores in full precision.</summary>
public static class RankingScoresCsv
{
    /// <summary>The file's text.</summary>
    public static string Format(TargetRanking ranking)
    {
        var text = new StringBuilder("seed,sample,ranking_score\n");
        foreach (var sample in ranking.Samples.OrderBy(sample => sample.Seed).ThenBy(sample => sample.Sample))
            text.Append(CsvText.Row($"{sample.Seed}", $"{sample.Sample}", sample.Scores.RankingScore.ToString("R", CultureInfo.InvariantCulture)));
        return text.ToString();
    }
}
