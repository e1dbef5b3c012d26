using Foldline.Features.Complexes;
using Foldline.Structures.Arrays;
using Vector3 = System.Numerics.Vector3;

namespace Foldline.Features.Families;

/// <summary>
/// The three atoms (a, b, c) of each token's local frame (AlphaFold 3 supplement 4.3.2): N, CA, C of an amino acid, C1', C3', C4' of a nucleotide; for an atom
/// token the atom itself between its nearest and second nearest in the residue's conformer, valid unless the three are close to a line (within 25°), a
/// position is unknown or the residue has fewer than three atoms. Equal distances go to the atom that comes first.
/// </summary>
public static class FrameFeatures
{
    private const double LineDegrees = 25;

    /// <summary>has_frame: int64 [token]; frame_atom_index: int64 [token, 3], -1 where there is no atom.</summary>
    public static IEnumerable<NamedArray> Make(Complex complex, TokenTable tokens)
    {
        int n = tokens.Count;
        long[] has = new long[n], atoms = new long[n * 3];
        for (int t = 0; t < n; t++)
        {
            var residue = complex.Residues[tokens.Residue[t]];
            var (valid, a, b, c) = tokens.Atoms[t] > 1 ? Backbone(complex, residue) : Nearest(complex, residue, tokens.CentreAtom[t]);
            has[t] = valid ? 1 : 0;
            (atoms[t * 3], atoms[t * 3 + 1], atoms[t * 3 + 2]) = (a, b, c);
        }
        yield return NamedArray.From("has_frame", has, n);
        yield return NamedArray.From("frame_atom_index", atoms, n, 3);
    }

    private static (bool, int, int, int) Backbone(Complex complex, ComplexResidue residue)
    {
        var (a, b, c) = residue.Code.Length == 3 ? ("N", "CA", "C") : ("C1'", "C3'", "C4'");
        int i = complex.FindAtom(residue, a), j = complex.FindAtom(residue, b), k = complex.FindAtom(residue, c);
        return i < 0 || j < 0 || k < 0 ? (false, -1, -1, -1) : (true, i, j, k);
    }

    private static (bool, int, int, int) Nearest(Complex complex, ComplexResidue residue, int centre)
    {
        if (residue.Atoms < 3) return (false, -1, centre, -1);
        var origin = complex.Atoms[centre].Conformer.GetValueOrDefault();
        int first = -1, second = -1;
        float nearest = float.PositiveInfinity, next = float.PositiveInfinity;
        for (int atom = residue.FirstAtom; atom < residue.FirstAtom + residue.Atoms; atom++)
        {
            if (atom == centre) continue;
            float distance = Vector3.DistanceSquared(origin, complex.Atoms[atom].Conformer.GetValueOrDefault());
            if (distance < nearest) (first, nearest, second, next) = (atom, distance, first, nearest);
            else if (distance < next) (second, next) = (atom, distance);
        }
        return (IsFrame(complex.Atoms[first].Conformer, complex.Atoms[centre].Conformer, complex.Atoms[second].Conformer), first, centre, second);
    }

    private static bool IsFrame(Vector3? a, Vector3? b, Vector3? c)
    {
        if (a is not { } first || b is not { } middle || c is not { } last) return false;
        Vector3 before = middle - first, after = last - middle;
        double lengths = before.Length() * (double)after.Length();
        if (before.Length() < 1e-8 || after.Length() < 1e-8) return false;
        double degrees = double.RadiansToDegrees(Math.Acos(Math.Clamp(Vector3.Dot(before, after) / (lengths + 1e-4), -1, 1)));
        return degrees > LineDegrees && degrees < 180 - LineDegrees;
    }
}
