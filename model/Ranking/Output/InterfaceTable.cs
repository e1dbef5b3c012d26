using System.Text;
using Foldline.Ranking.Interfaces;
using static Foldline.Ranking.Output.CsvText;

namespace Foldline.Ranking.Output;

/// <summary><c>interfaces.csv</c>: one row per pair of chains of each target's best sample, every score in both directions.</summary>
public static class InterfaceTable
{
    /// <summary>The file's text; targets best first.</summary>
    /// <param name="rows">In any order.</param>
    public static string Format(params IEnumerable<RankingRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in RankingRow.Sort(rows))
            foreach (var face in row.Scores.Interfaces)
            {
                var numbers = Numbers(face).ToList();
                if (text.Length == 0) text.Append(Header(numbers.Select(number => number.Name)));
                text.Append(Row([row.Target, $"{row.Seed}", $"{row.Sample}", face.FirstId, face.SecondId, .. numbers.Select(number => Number(number.Value)),
                    $"{face.Contacts}"]));
            }
        return text.Length > 0 ? text.ToString() : Header(Numbers(Empty).Select(number => number.Name));
    }

    /// <summary>The scores of a pair under their column names.</summary>
    internal static IEnumerable<(string Name, float Value)> Numbers(InterfaceScores face) =>
    [
        ("iptm", face.Iptm), ("iptm_ab", face.IptmAB), ("iptm_ba", face.IptmBA),
        ("ipsae_ab", face.IpsaeAB), ("ipsae_ba", face.IpsaeBA), ("ipsae_min", face.IpsaeMin), ("ipsae_max", face.IpsaeMax),
        ("pdockq", face.PDockQ), ("pdockq2_ab", face.PDockQ2AB), ("pdockq2_ba", face.PDockQ2BA),
        ("lis_ab", face.LisAB), ("lis_ba", face.LisBA), ("lis", face.Lis), ("ilis", face.Ilis),
        ("interface_plddt", face.InterfacePlddt), ("pae_min_ab", face.PaeMinAB), ("pae_min_ba", face.PaeMinBA),
    ];

    private static InterfaceScores Empty { get; } = new()
    {
        First = 0, Second = 1, FirstId = "", SecondId = "", Iptm = 0, IptmAB = 0, IptmBA = 0, IpsaeAB = 0, IpsaeBA = 0, PDockQ = 0, PDockQ2AB = 0,
        PDockQ2BA = 0, LisAB = 0, LisBA = 0, Ilis = 0, InterfacePlddt = 0, Contacts = 0, PaeMinAB = 0, PaeMinBA = 0,
    };

    private static string Header(IEnumerable<string> scores) => Row(["target", "seed", "sample", "chain_a", "chain_b", .. scores, "contacts"]);
}
