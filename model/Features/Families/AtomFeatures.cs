using Foldline.Features.Complexes;
using Foldline.Sequences;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Families;

/// <summary>Which token and slot each atom belongs to, what its chain is made of, and which atoms stand for their token in the heads.</summary>
public static class AtomFeatures
{
    /// <summary>
    /// int64 [atom]: atom_to_token_idx; atom_to_tokatom_idx (place in the fixed atom table of a standard residue, 0 elsewhere); is_protein, is_rna, is_dna,
    /// is_ligand (the majority of the chain's atoms); pae_rep_atom_mask (token centres); distogram_rep_atom_mask (CB, CA of glycine; C4 of purines, C2 of
    /// pyrimidines, C1' of unknown nucleotides; AlphaFold 3 supplement 4.4); plddt_m_rep_atom_mask (CA and C1' of standard residues); modified_res_mask.
    /// resolution: float32 [1], -1 because a prediction has none.
    /// </summary>
    public static IEnumerable<NamedArray> Make(Complex complex, TokenTable tokens)
    {
        int n = complex.Atoms.Length;
        yield return NamedArray.From("atom_to_token_idx", tokens.TokenOfAtom.Select(token => (long)token).ToArray(), n);
        yield return NamedArray.From("atom_to_tokatom_idx", complex.Atoms.Select(atom => (long)atom.Slot).ToArray(), n);
        yield return Mask("is_protein", complex, (_, residue) => complex.Chains[residue.Chain].Majority == EntityKind.Protein);
        yield return Mask("is_ligand", complex, (_, residue) => complex.Chains[residue.Chain].Majority == EntityKind.Ligand);
        yield return Mask("is_dna", complex, (_, residue) => complex.Chains[residue.Chain].Majority == EntityKind.Dna);
        yield return Mask("is_rna", complex, (_, residue) => complex.Chains[residue.Chain].Majority == EntityKind.Rna);
        yield return NamedArray.From("resolution", [-1f], 1);
        yield return Mask("pae_rep_atom_mask", complex, (atom, _) => tokens.CentreAtom[tokens.TokenOfAtom[atom]] == atom);
        yield return Mask("plddt_m_rep_atom_mask", complex, (atom, residue) => residue.IsStandard && (complex.Atoms[atom].Name is "CA" or "C1'"));
        yield return DistogramAtoms(complex);
        yield return Mask("modified_res_mask", complex, (_, residue) => residue.IsModified);
    }

    private static NamedArray Mask(string name, Complex complex, Func<int, ComplexResidue, bool> holds) => NamedArray.From(
        name, Enumerable.Range(0, complex.Atoms.Length).Select(atom => holds(atom, complex.ResidueOf(atom)) ? 1L : 0L).ToArray(), complex.Atoms.Length);

    private static NamedArray DistogramAtoms(Complex complex)
    {
        var mask = new long[complex.Atoms.Length];
        foreach (var residue in complex.Residues)
        {
            if (!residue.IsStandard)
            {
                Array.Fill(mask, 1L, residue.FirstAtom, residue.Atoms);
                continue;
            }
            int atom = complex.FindAtom(residue, DistogramName(residue.Code));
            mask[atom >= 0 ? atom : residue.FirstAtom] = 1;
        }
        return NamedArray.From("distogram_rep_atom_mask", mask, mask.Length);
    }

    private static string DistogramName(string code) => code switch
    {
        "GLY" => "CA",
        { Length: 3 } => "CB",
        "A" or "G" or "DA" or "DG" => "C4",
        "C" or "U" or "DC" or "DT" => "C2",
        _ => "C1'",
    };
}
