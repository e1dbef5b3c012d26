using System.Collections.Immutable;

namespace Foldline.Features.Complexes;

/// <summary>
/// The tokens of a complex (AlphaFold 3 supplement 2.6): a standard residue is one token, every atom of anything else is one. Tokens follow the atoms' order.
/// </summary>
public sealed record TokenTable
{
    /// <summary>The residue of each token. [token]</summary>
    public required ImmutableArray<int> Residue { get; init; }

    /// <summary>The first atom of each token. [token]</summary>
    public required ImmutableArray<int> FirstAtom { get; init; }

    /// <summary>The number of atoms of each token. [token]</summary>
    public required ImmutableArray<int> Atoms { get; init; }

    /// <summary>CA of an amino acid, C1' of a nucleotide, else the atom itself. [token]</summary>
    public required ImmutableArray<int> CentreAtom { get; init; }

    /// <summary>The token of each atom. [atom]</summary>
    public required ImmutableArray<int> TokenOfAtom { get; init; }

    /// <summary>The number of tokens.</summary>
    public int Count => Residue.Length;

    /// <summary>The tokens of a complex.</summary>
    public static TokenTable Of(Complex complex)
    {
        var (residues, first, counts, centres) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        var tokenOfAtom = new int[complex.Atoms.Length];
        for (int r = 0; r < complex.Residues.Length; r++)
        {
            var residue = complex.Residues[r];
            int size = residue.IsStandard ? residue.Atoms : 1;
            for (int atom = residue.FirstAtom; atom < residue.FirstAtom + residue.Atoms; atom += size)
            {
                Array.Fill(tokenOfAtom, residues.Count, atom, size);
                residues.Add(r);
                first.Add(atom);
                counts.Add(size);
                centres.Add(residue.IsStandard ? Math.Max(atom, complex.FindAtom(residue, CentreName(residue))) : atom);
            }
        }
        return new TokenTable
        {
            Residue = [.. residues], FirstAtom = [.. first], Atoms = [.. counts], CentreAtom = [.. centres], TokenOfAtom = ImmutableArray.Create(tokenOfAtom),
        };
    }

    /// <summary>The name of a standard residue's centre atom: codes of amino acids have three letters, those of nucleotides one or two.</summary>
    internal static string CentreName(ComplexResidue residue) => residue.Code.Length == 3 ? "CA" : "C1'";
}
