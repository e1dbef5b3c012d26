using System.Collections.Immutable;
using Foldline.Ranking.Interfaces;

namespace Foldline.Ranking.Confidences;

/// <summary>The scores of one sample. Chains are in the order of the layout; matrices are [chain, chain].</summary>
public sealed record ConfidenceScores
{
    /// <summary>Mean pLDDT over atoms, 0–100.</summary>
    public required float Plddt { get; init; }

    /// <summary>Distance error averaged with the contact probabilities as weights, Å.</summary>
    public required float Gpde { get; init; }

    /// <summary>Predicted TM-score of the complex, 0–1.</summary>
    public required float Ptm { get; init; }

    /// <summary>Interface predicted TM-score of the complex, 0–1; 0 for a single chain, which has no interface.</summary>
    public required float Iptm { get; init; }

    /// <summary>Mean pLDDT of each chain, 0–1. [chain]</summary>
    public required float[] ChainPlddt { get; init; }

    /// <summary>Mean pLDDT of two chains together, 0–1; 0 on the diagonal.</summary>
    public required ChainPairMatrix ChainPairPlddt { get; init; }

    /// <summary>gPDE within each chain, Å. [chain]</summary>
    public required float[] ChainGpde { get; init; }

    /// <summary>gPDE between two chains, Å; 0 on the diagonal.</summary>
    public required ChainPairMatrix ChainPairGpde { get; init; }

    /// <summary>pTM of each chain by itself. [chain]</summary>
    public required float[] ChainPtm { get; init; }

    /// <summary>Mean pair ipTM of each chain with all others; pairs whose first chain has no frame do not count. [chain]</summary>
    public required float[] ChainIptm { get; init; }

    /// <summary>ipTM of two chains by themselves, symmetric; 0 on the diagonal.</summary>
    public required ChainPairMatrix ChainPairIptm { get; init; }

    /// <summary>The same, aligned on tokens of the first chain only; <see cref="ChainPairIptm"/> is the larger of both directions.</summary>
    public required ChainPairMatrix ChainPairIptmDirected { get; init; }

    /// <summary>The chain ipTM of the ligand in a pair, else the mean of both; 0 on the diagonal.</summary>
    public required ChainPairMatrix ChainPairIptmGlobal { get; init; }

    /// <summary>The least expected error between two chains, rows aligned on the first, Å; not symmetric.</summary>
    public required ChainPairMatrix ChainPairPaeMin { get; init; }

    /// <summary>
    /// Whether two polymer chains overlap: more than 100 atom pairs within 1.1 Å, or more pairs than half the atoms of the smaller chain. Protenix's rule;
    /// AlphaFold 3 counts atoms, and within a chain too.
    /// </summary>
    public required bool HasClash { get; init; }

    /// <summary>Fraction of disordered residues: always 0, as in Protenix (AlphaFold 3 computes it from solvent accessibility).</summary>
    public float FractionDisordered => 0;

    /// <summary>The number of recycling iterations of the run.</summary>
    public required int Recycles { get; init; }

    /// <summary>Scores of each pair of chains that the PAE matrix gives, first before second.</summary>
    public required ImmutableArray<InterfaceScores> Interfaces { get; init; }

    /// <summary>The number of chains.</summary>
    public int Chains => ChainPtm.Length;

    /// <summary>AlphaFold 3's ranking: 0.8 ipTM + 0.2 pTM + 0.5 disorder − 100 clash, with pTM alone for a single chain. Higher is better.</summary>
    public float RankingScore => (Chains > 1 ? 0.8f * Iptm + 0.2f * Ptm : Ptm) + 0.5f * FractionDisordered - (HasClash ? 100 : 0);

    /// <summary>Protenix's ranking: the same without the exception for single chains, whose ipTM of 0 leaves 0.2 pTM.</summary>
    public float ProtenixRankingScore => 0.8f * Iptm + 0.2f * Ptm + 0.5f * FractionDisordered - (HasClash ? 100 : 0);
}
