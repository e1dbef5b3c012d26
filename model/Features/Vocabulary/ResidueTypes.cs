using System.Collections.Frozen;
using System.Collections.Immutable;
using Foldline.Sequences;

namespace Foldline.Features.Vocabulary;

/// <summary>The 32 residue classes of AlphaFold 3 (supplement, table 5) and the letters that stand for them in sequences and alignments.</summary>
public static class ResidueTypes
{
    /// <summary>The number of classes.</summary>
    public const int Count = 32;

    /// <summary>The class of an unknown amino acid and of every ligand atom.</summary>
    public const byte Unknown = 20;

    /// <summary>The class of an unknown ribonucleotide.</summary>
    public const byte UnknownRna = 25;

    /// <summary>The class of an unknown deoxyribonucleotide.</summary>
    public const byte UnknownDna = 30;

    /// <summary>The class of a gap.</summary>
    public const byte Gap = 31;

    private const string ProteinLetters = "ARNDCQEGHILKMFPSTWYV";
    private const string RnaLetters = "AGCU";
    private const string DnaLetters = "AGCT";

    /// <summary>The component codes of the classes, in order; the gap has none.</summary>
    public static ImmutableArray<string> Codes { get; } =
    [
        "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE", "LEU", "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL", "UNK",
        "A", "G", "C", "U", "N", "DA", "DG", "DC", "DT", "DN",
    ];

    private static readonly FrozenDictionary<string, byte> _classOf =
        Codes.Select((code, index) => KeyValuePair.Create(code, (byte)index)).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<EntityKind, sbyte[]> _alignmentClasses = new Dictionary<EntityKind, sbyte[]>
    {
        [EntityKind.Protein] = AlignmentTable(Unknown, ProteinLetters, 0, ('B', 3), ('Z', 6), ('U', 4)),
        [EntityKind.Rna] = AlignmentTable(UnknownRna, RnaLetters, 21),
        [EntityKind.Dna] = AlignmentTable(UnknownDna, DnaLetters, 26),
    }.ToFrozenDictionary();

    /// <summary>Whether a component is one of the 31 that make a single token.</summary>
    public static bool IsStandard(string code) => _classOf.ContainsKey(code);

    /// <summary>The class of a standard component.</summary>
    public static byte Of(string code) => _classOf[code];

    /// <summary>
    /// The class a residue counts as: its own, that of the parent its one-letter code names, or the unknown class of its polymer. Ligands are unknown.
    /// </summary>
    /// <param name="kind">What the residue is as a link of a chain.</param>
    /// <param name="oneLetterCode">The dictionary's one-letter code; codes of more than one letter name no single parent.</param>
    public static byte OfResidue(EntityKind kind, string? oneLetterCode)
    {
        char letter = oneLetterCode is { Length: 1 } ? oneLetterCode[0] : '?';
        return kind switch
        {
            EntityKind.Protein => At(ProteinLetters, letter, 0, Unknown),
            EntityKind.Rna => At(RnaLetters, letter, 21, UnknownRna),
            EntityKind.Dna => At(DnaLetters, letter, 26, UnknownDna),
            _ => Unknown,
        };
    }

    /// <summary>The component a sequence letter stands for, or <c>null</c> if it stands for none.</summary>
    public static string? CodeOf(EntityKind kind, char letter) => kind switch
    {
        EntityKind.Protein => letter == 'X' ? "UNK" : ProteinLetters.IndexOf(letter) is var i and >= 0 ? Codes[i] : null,
        EntityKind.Rna => letter is 'X' or 'N' ? "N" : letter == 'I' || RnaLetters.Contains(letter) ? letter.ToString() : null,
        EntityKind.Dna => letter is 'X' or 'N' ? "DN" : letter is 'I' or 'U' || DnaLetters.Contains(letter) ? "D" + letter : null,
        _ => null,
    };

    /// <summary>
    /// The class of each ASCII character in an alignment of chains of that kind, -1 for characters that count as insertions. In proteins B, Z and U count
    /// as D, E and C; ligands, which have no alignment of their own, read their X as proteins do.
    /// </summary>
    internal static ReadOnlySpan<sbyte> InAlignment(EntityKind kind) =>
        _alignmentClasses.TryGetValue(kind, out var table) ? table : _alignmentClasses[EntityKind.Protein];

    private static byte At(string letters, char letter, int first, byte otherwise) => letters.IndexOf(letter) is var i and >= 0 ? (byte)(first + i) : otherwise;

    private static sbyte[] AlignmentTable(byte unknown, string letters, int first, params (char Letter, sbyte Class)[] aliases)
    {
        var table = new sbyte[128];
        Array.Fill(table, (sbyte)-1);
        Array.Fill(table, (sbyte)unknown, 'A', 26);
        for (int i = 0; i < letters.Length; i++) table[letters[i]] = (sbyte)(first + i);
        foreach (var (letter, value) in aliases) table[letter] = value;
        table['-'] = (sbyte)Gap;
        return table;
    }
}
