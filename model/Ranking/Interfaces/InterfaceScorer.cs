using System.Collections.Immutable;
using Foldline.Ranking.Confidences;
using Foldline.Structures.Predictions;

namespace Foldline.Ranking.Interfaces;

/// <summary>
/// Interface scores as the field's tools define them, over the residues of each pair of chains (a ligand counts one site per token):
/// <list type="bullet">
/// <item>ipSAE (Dunbrack 2025): for a residue of one chain, the mean TM weight over the n residues of the other whose PAE is below 10 Å, with d0 from n
/// (at least 1 Å, 2 Å where a nucleic acid is involved); the best residue counts.</item>
/// <item>pDockQ (Bryant et al. 2022): 0.724 / (1 + exp(−0.052 (x − 152.611))) + 0.018, x = mean interface pLDDT × log10 of the contacts within 8 Å.</item>
/// <item>pDockQ2 (Zhu et al. 2023): 1.31 / (1 + exp(−0.075 (x − 84.733))) + 0.005, x = mean interface pLDDT × mean TM weight of the contacts' PAE with d0 = 10
/// Å.</item>
/// <item>LIS (Kim et al. 2024): the mean of (12 − PAE) / 12 over pairs with PAE up to 12 Å; iLIS: √(LIS × LIS over contacts).</item>
/// </list>
/// Contacts are between Cβ (Cα of glycine, C3' of nucleotides), whose pLDDT also stands for the residue.
/// </summary>
public static class InterfaceScorer
{
    private const float ErrorCutoff = 10;
    private const float LisCutoff = 12;
    private const float ContactDistance = 8;
    private const double DockScale = 10;

    /// <summary>The scores of every pair of chains, first before second.</summary>
    /// <param name="layout">Atoms, tokens and chains.</param>
    /// <param name="coordinates">Å. [atom, 3]</param>
    /// <param name="confidence">The sample's confidence.</param>
    public static ImmutableArray<InterfaceScores> Score(AtomLayout layout, float[] coordinates, Confidence confidence)
    {
        var sites = InterfaceSites.Of(layout);
        var interfaces = ImmutableArray.CreateBuilder<InterfaceScores>();
        for (int first = 0; first < layout.Chains.Length; first++)
            for (int second = first + 1; second < layout.Chains.Length; second++)
                interfaces.Add(new Pair(layout, coordinates, confidence, sites, first, second).Score());
        return interfaces.ToImmutable();
    }

    private sealed class Pair(AtomLayout layout, float[] coordinates, Confidence confidence, InterfaceSites sites, int first, int second)
    {
        private readonly double _leastScale = sites.IsNucleic(first) || sites.IsNucleic(second) ? 2 : 1;

        public InterfaceScores Score()
        {
            var contacts = Contacts();
            double plddt = InterfacePlddt(contacts);
            var swapped = contacts.ConvertAll(contact => (contact.B, contact.A));
            var (scores, a, b) = (confidence.Scores, layout.Chains[first].Id, layout.Chains[second].Id);
            float lisAB = Lis(Pairs(first, second)), lisBA = Lis(Pairs(second, first));
            return new InterfaceScores
            {
                First = first,
                Second = second,
                FirstId = a,
                SecondId = b,
                Iptm = scores.ChainPairIptm[first, second],
                IptmAB = scores.ChainPairIptmDirected[first, second],
                IptmBA = scores.ChainPairIptmDirected[second, first],
                IpsaeAB = Ipsae(first, second),
                IpsaeBA = Ipsae(second, first),
                PDockQ = contacts.Count == 0 ? 0 : (float)(0.724 / (1 + Math.Exp(-0.052 * (plddt * Math.Log10(contacts.Count) - 152.611))) + 0.018),
                PDockQ2AB = PDockQ2(contacts, plddt),
                PDockQ2BA = PDockQ2(swapped, plddt),
                LisAB = lisAB,
                LisBA = lisBA,
                Ilis = (float)((Math.Sqrt(lisAB * Lis(contacts)) + Math.Sqrt(lisBA * Lis(swapped))) / 2),
                InterfacePlddt = (float)plddt,
                Contacts = contacts.Count,
                PaeMinAB = scores.ChainPairPaeMin[first, second],
                PaeMinBA = scores.ChainPairPaeMin[second, first],
            };
        }

        private float Pae(InterfaceSite from, InterfaceSite to) => confidence.Pae[from.Token * layout.Tokens + to.Token];

        private IEnumerable<(InterfaceSite A, InterfaceSite B)> Pairs(int from, int to) => sites[from].SelectMany(_ => sites[to], (a, b) => (a, b));

        private List<(InterfaceSite A, InterfaceSite B)> Contacts() =>
            [.. Pairs(first, second).Where(pair => SquaredDistance(pair.A.Atom, pair.B.Atom) <= ContactDistance * ContactDistance)];

        private float SquaredDistance(int a, int b)
        {
            float x = coordinates[3 * a] - coordinates[3 * b], y = coordinates[3 * a + 1] - coordinates[3 * b + 1],
                z = coordinates[3 * a + 2] - coordinates[3 * b + 2];
            return x * x + y * y + z * z;
        }

        private double InterfacePlddt(List<(InterfaceSite A, InterfaceSite B)> contacts) => contacts.Count == 0 ? 0
            : contacts.SelectMany(contact => new[] { contact.A.Atom, contact.B.Atom }).Distinct().Average(atom => confidence.AtomPlddt[atom] * 100.0);

        private float Ipsae(int from, int to)
        {
            double best = 0;
            foreach (var site in sites[from])
            {
                var errors = sites[to].Select(other => Pae(site, other)).Where(error => error < ErrorCutoff).ToArray();
                if (errors.Length == 0) continue;
                double scale = Math.Max(_leastScale, TmKernel.Scale(errors.Length));
                best = Math.Max(best, errors.Average(error => TmKernel.Weight(error, scale)));
            }
            return (float)best;
        }

        private float PDockQ2(List<(InterfaceSite A, InterfaceSite B)> contacts, double plddt)
        {
            if (contacts.Count == 0) return 0;
            double weight = contacts.Average(contact => TmKernel.Weight(Pae(contact.A, contact.B), DockScale));
            return (float)(1.31 / (1 + Math.Exp(-0.075 * (plddt * weight - 84.733))) + 0.005);
        }

        private float Lis(IEnumerable<(InterfaceSite A, InterfaceSite B)> pairs)
        {
            double sum = 0;
            int count = 0;
            foreach (var (a, b) in pairs)
                if (Pae(a, b) is var error && error <= LisCutoff) (sum, count) = (sum + (LisCutoff - error) / LisCutoff, count + 1);
            return count == 0 ? 0 : (float)(sum / count);
        }
    }
}
