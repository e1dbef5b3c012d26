using System.Collections.Frozen;

namespace Foldline.Structures.Output;

/// <summary>The residues whose atoms are ATOM records; all others are HETATM.</summary>
internal static class StandardResidues
{
    private static readonly FrozenSet<string> Codes = new[]
    {
        "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL", "UNK",
        "A", "C", "G", "U", "N", "DA", "DC", "DG", "DT", "DN",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string component) => Codes.Contains(component);
}
