using Foldline.Features.Complexes;
using Foldline.Features.Vocabulary;
using Foldline.Structures.Arrays;

namespace Foldline.Features.Families;

/// <summary>
/// The reference conformers (AlphaFold 3 supplement 2.8): one per component, centred on the mean of the residue's atoms. Random rotation and translation come
/// later, with the seed (<see cref="ConformerAugmentation"/>). Unknown coordinates are zero with ref_mask 0.
/// </summary>
/// <remarks>
/// What must equal the original: order, names, elements, charges, masks and uids. What cannot: the coordinates, since the original draws each component's
/// conformer with RDKit when its cache is built. The bundled components carry conformers made the same way.
/// </remarks>
public static class ReferenceFeatures
{
    /// <summary>The number of characters of an atom name that the network sees.</summary>
    public const int NameLength = 4;

    /// <summary>
    /// ref_pos: float32 [atom, 3] in Å, centred by residue; int64: ref_mask, ref_charge, ref_space_uid [atom]; ref_element [atom] (class of 128) and
    /// ref_atom_name_chars [atom, 4] (class of 64: code - 32, padded with blanks), both as indices in place of the one-hot form.
    /// </summary>
    public static IEnumerable<NamedArray> Make(Complex complex)
    {
        int n = complex.Atoms.Length;
        long[] mask = new long[n], element = new long[n], charge = new long[n], chars = new long[n * NameLength], uid = new long[n];
        for (int i = 0; i < n; i++)
        {
            var atom = complex.Atoms[i];
            mask[i] = atom.Conformer is null ? 0 : 1;
            element[i] = Elements.ClassOf(atom.Element, complex.ResidueOf(i).Code);
            charge[i] = atom.Charge;
            uid[i] = atom.Residue;
            for (int c = 0; c < NameLength; c++) chars[i * NameLength + c] = c < atom.Name.Length ? Math.Clamp(atom.Name[c] - 32, 0, 63) : 0;
        }
        yield return NamedArray.From("ref_pos", CentredPositions(complex), n, 3);
        yield return NamedArray.From("ref_mask", mask, n);
        yield return NamedArray.From("ref_element", element, n);
        yield return NamedArray.From("ref_charge", charge, n);
        yield return NamedArray.From("ref_atom_name_chars", chars, n, NameLength);
        yield return NamedArray.From("ref_space_uid", uid, n);
    }

    private static float[] CentredPositions(Complex complex)
    {
        var positions = new float[complex.Atoms.Length * 3];
        for (int i = 0; i < complex.Atoms.Length; i++) complex.Atoms[i].Conformer.GetValueOrDefault().CopyTo(positions, i * 3);
        foreach (var residue in complex.Residues) ConformerAugmentation.Centre(positions.AsSpan(residue.FirstAtom * 3, residue.Atoms * 3));
        return positions;
    }
}
