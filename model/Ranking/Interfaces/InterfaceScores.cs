namespace Foldline.Ranking.Interfaces;

/// <summary>
/// Scores of a pair of chains from the full PAE matrix. "AB" is aligned on residues of the first chain and scored over the second, "BA" the other way round.
/// Definitions stand with <see cref="InterfaceScorer"/>.
/// </summary>
public sealed record InterfaceScores
{
    /// <summary>The index of the first chain.</summary>
    public required int First { get; init; }

    /// <summary>The index of the second chain, larger than the first.</summary>
    public required int Second { get; init; }

    /// <summary>The identifier of the first chain.</summary>
    public required string FirstId { get; init; }

    /// <summary>The identifier of the second chain.</summary>
    public required string SecondId { get; init; }

    /// <summary>ipTM of the two chains, the larger direction.</summary>
    public required float Iptm { get; init; }

    /// <summary>ipTM aligned on the first chain.</summary>
    public required float IptmAB { get; init; }

    /// <summary>ipTM aligned on the second chain.</summary>
    public required float IptmBA { get; init; }

    /// <summary>ipSAE aligned on the first chain, 0–1.</summary>
    public required float IpsaeAB { get; init; }

    /// <summary>ipSAE aligned on the second chain, 0–1.</summary>
    public required float IpsaeBA { get; init; }

    /// <summary>The smaller ipSAE; what screens usually rank by (a usual threshold is 0.61).</summary>
    public float IpsaeMin => Math.Min(IpsaeAB, IpsaeBA);

    /// <summary>The larger ipSAE.</summary>
    public float IpsaeMax => Math.Max(IpsaeAB, IpsaeBA);

    /// <summary>pDockQ, 0.018–0.742; 0 without a contact.</summary>
    public required float PDockQ { get; init; }

    /// <summary>pDockQ2 aligned on the first chain, 0.005–1.31; 0 without a contact.</summary>
    public required float PDockQ2AB { get; init; }

    /// <summary>pDockQ2 aligned on the second chain.</summary>
    public required float PDockQ2BA { get; init; }

    /// <summary>Local interaction score aligned on the first chain, 0–1.</summary>
    public required float LisAB { get; init; }

    /// <summary>Local interaction score aligned on the second chain, 0–1.</summary>
    public required float LisBA { get; init; }

    /// <summary>The mean of both directions.</summary>
    public float Lis => (LisAB + LisBA) / 2;

    /// <summary>The square root of LIS times LIS over residue pairs in contact, mean of both directions, 0–1.</summary>
    public required float Ilis { get; init; }

    /// <summary>Mean pLDDT of the residues in contact, 0–100; 0 without a contact.</summary>
    public required float InterfacePlddt { get; init; }

    /// <summary>The number of residue pairs within 8 Å.</summary>
    public required int Contacts { get; init; }

    /// <summary>The least aligned error from the first chain to the second, Å.</summary>
    public required float PaeMinAB { get; init; }

    /// <summary>The least aligned error from the second chain to the first, Å.</summary>
    public required float PaeMinBA { get; init; }
}
