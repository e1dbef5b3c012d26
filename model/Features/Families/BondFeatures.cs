using Foldline.Features.Complexes;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Families;

/// <summary>
/// Which tokens are bonded, chain links left out: the network knows those from the sequence (AlphaFold 3 supplement, table 5). Bonds between polymer residues
/// that are not neighbours (disulfides, cyclic peptides) and bonds between chains are kept.
/// </summary>
public static class BondFeatures
{
    /// <summary>
    /// token_bonds: float32 0/1 [token, token], symmetric. bond_mask_pairs: int64 [pair, 2], the atom pairs of ligand–polymer bonds, in place of the original's
    /// dense [atom, atom] bond_mask, which only training reads.
    /// </summary>
    public static IEnumerable<NamedArray> Make(Complex complex, TokenTable tokens)
    {
        int n = tokens.Count;
        var bonded = new float[checked(n * n)];
        var ligandBonds = new List<long>();
        foreach (var bond in complex.Bonds)
        {
            ComplexResidue first = complex.ResidueOf(bond.First), second = complex.ResidueOf(bond.Second);
            if (IsLigand(complex, first) && second.IsPolymer || IsLigand(complex, second) && first.IsPolymer) ligandBonds.AddRange([bond.First, bond.Second]);
            if (!IsTold(first, second)) continue;
            int i = tokens.TokenOfAtom[bond.First], j = tokens.TokenOfAtom[bond.Second];
            bonded[i * n + j] = bonded[j * n + i] = 1;
        }
        yield return NamedArray.From("token_bonds", bonded, n, n);
        yield return NamedArray.From("bond_mask_pairs", ligandBonds.ToArray(), ligandBonds.Count / 2, 2);
    }

    private static bool IsTold(ComplexResidue first, ComplexResidue second)
    {
        bool apart = first.Chain != second.Chain || Math.Abs(first.Number - second.Number) > 1;
        bool sameResidue = first.Chain == second.Chain && first.Number == second.Number;
        bool chainLink = first.IsPolymer && second.IsPolymer && (first.IsStandard || second.IsStandard || !sameResidue);
        return apart || !chainLink;
    }

    /// <summary>A ligand by its component; a lone atom is an ion and not counted.</summary>
    private static bool IsLigand(Complex complex, ComplexResidue residue) => !residue.IsPolymer && complex.Chains[residue.Chain].Atoms > 1;
}
