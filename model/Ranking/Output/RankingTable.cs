using System.Text;
using Foldline.Ranking.Interfaces;
using static Foldline.Ranking.Output.CsvText;

namespace Foldline.Ranking.Output;

/// <summary>
/// <c>ranking.csv</c>: one row per target, best first, no score left out. Interface columns are of the target's best interface, the one with the largest ipSAE
/// in its weaker direction; they are empty for single chains.
/// </summary>
public static class RankingTable
{
    private const string Header = "rank,target,chains,tokens,seed,sample,samples,ranking_score,protenix_ranking_score,plddt,ptm,iptm,gpde," +
        "has_clash,fraction_disordered,num_recycles,best_interface,ipsae_min,ipsae_max,pdockq,pdockq2,lis,ilis,interface_plddt,contacts,model,weights\n";

    /// <summary>The file's text.</summary>
    /// <param name="rows">In any order.</param>
    public static string Format(params IEnumerable<RankingRow> rows)
    {
        var text = new StringBuilder(Header);
        int rank = 0;
        foreach (var row in RankingRow.Sort(rows))
        {
            var scores = row.Scores;
            var face = BestInterface(row);
            text.Append(Row($"{++rank}", row.Target, string.Join(' ', row.ChainIds), $"{row.Tokens}", $"{row.Seed}", $"{row.Sample}", $"{row.Samples}",
                Number(scores.RankingScore), Number(scores.ProtenixRankingScore), Number(scores.Plddt, 2), Number(scores.Ptm),
                scores.Chains > 1 ? Number(scores.Iptm) : "", Number(scores.Gpde), scores.HasClash ? "1" : "0", Number(scores.FractionDisordered),
                $"{scores.Recycles}",
                face is null ? "" : $"{face.FirstId}-{face.SecondId}", Cell(face?.IpsaeMin), Cell(face?.IpsaeMax), Cell(face?.PDockQ),
                Cell(face is null ? null : Math.Max(face.PDockQ2AB, face.PDockQ2BA)), Cell(face?.Lis), Cell(face?.Ilis), Cell(face?.InterfacePlddt),
                face is null ? "" : $"{face.Contacts}", $"{row.Target}/{row.Target}_model.cif", row.WeightsLabel));
        }
        return text.ToString();
    }

    /// <summary>The interface that the row's columns show, or <c>null</c> for a single chain.</summary>
    public static InterfaceScores? BestInterface(RankingRow row) => row.Scores.Interfaces.MaxBy(face => (face.IpsaeMin, face.Iptm));

    private static string Cell(float? value) => value is { } number ? Number(number) : "";
}
