using System.Collections.Immutable;
using Foldline.Features.Vocabulary;
using Foldline.Structures.Components;

namespace Foldline.Features.Templates;

/// <summary>
/// The 24 places in which a template holds the atoms of a residue, by residue class: the heavy atoms of the class's component in dictionary order, without the
/// OXT of free amino acids. Unknown residues and gaps have none; their indices are 0 and lead to atoms that are never present.
/// </summary>
public static class DenseAtoms
{
    /// <summary>The number of places.</summary>
    public const int Count = 24;

    private const string Ribonucleotide = "A";

    /// <summary>The atom names in order, by residue class.</summary>
    public static ImmutableArray<ImmutableArray<string>> Names { get; } = [.. Enumerable.Range(0, ResidueTypes.Count).Select(NamesOf)];

    /// <summary>
    /// The atom that stands for the residue in distances, by residue class: CB (CA of glycine), C4 of purines, C2 of pyrimidines (AF3 supplement, section 4.4).
    /// </summary>
    public static ImmutableArray<int> PseudoBeta { get; } =
        [.. Enumerable.Range(0, ResidueTypes.Count).Select(residue => Math.Max(Names[residue].IndexOf(PseudoBetaName(residue)), 0))];

    /// <summary>
    /// The atoms that span the residue's frame, by residue class: C, CA and N; C1', C3' and C4' of nucleotides. Deoxyribonucleotides are counted in the places
    /// of ribonucleotides, as the original counts them.
    /// </summary>
    public static ImmutableArray<(int C, int Ca, int N)> Frame { get; } = [.. Enumerable.Range(0, ResidueTypes.Count).Select(FrameOf)];

    private static ImmutableArray<string> NamesOf(int residue) =>
        residue is ResidueTypes.Unknown or ResidueTypes.UnknownRna or ResidueTypes.UnknownDna or ResidueTypes.Gap ? [] :
        [.. ComponentLibrary.Bundled.Require(ResidueTypes.Codes[residue]).Atoms.Select(atom => atom.Name).Where(name => name != "OXT")];

    private static string PseudoBetaName(int residue) => Names[residue].IsEmpty ? "" : ResidueTypes.Codes[residue] switch
    {
        "GLY" => "CA",
        { Length: 3 } => "CB",
        "A" or "G" or "DA" or "DG" => "C4",
        _ => "C2",
    };

    private static (int C, int Ca, int N) FrameOf(int residue) => (Names[residue].IsEmpty, residue) switch
    {
        (true, _) => (0, 0, 0),
        (_, < ResidueTypes.Unknown) => At(Names[residue], "C", "CA", "N"),
        _ => At(Names[ResidueTypes.Of(Ribonucleotide)], "C1'", "C3'", "C4'"),
    };

    private static (int C, int Ca, int N) At(ImmutableArray<string> names, string c, string ca, string n) =>
        (names.IndexOf(c), names.IndexOf(ca), names.IndexOf(n));
}
