using System.Buffers;

namespace Foldline.Sequences;

/// <summary>The letters a protein chain may have: the 20 standard amino acids, and X for an unknown one (as Protenix; B, J, O, U and Z are refused).</summary>
public static class ProteinAlphabet
{
    /// <summary>The accepted letters.</summary>
    public const string Letters = "ACDEFGHIKLMNPQRSTVWYX";

    /// <summary>The shortest chain that is folded, in residues.</summary>
    public const int MinimumLength = 2;

    private static readonly SearchValues<char> Known = SearchValues.Create(Letters);

    /// <summary>The index of the first letter that is not accepted, or -1.</summary>
    public static int IndexOfForeign(ReadOnlySpan<char> sequence) => sequence.IndexOfAnyExcept(Known);

    /// <summary>Says what is wrong with a sequence, or <c>null</c> when nothing is.</summary>
    public static string? Fault(string sequence)
    {
        if (sequence.Length == 0) return "the sequence is empty.";
        var index = IndexOfForeign(sequence);
        if (index >= 0) return $"'{Shown(sequence[index])}' at position {index + 1} is not an amino acid; {Remedy(sequence[index])}";
        return sequence.Length < MinimumLength ? $"the sequence has {sequence.Length} residue; a chain needs at least {MinimumLength}." : null;
    }

    private static string Shown(char letter) => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString();

    private static string Remedy(char letter) => letter switch
    {
        'B' or 'Z' or 'J' => "this code stands for one of two residues: choose one, or write X for unknown.",
        'U' or 'O' => "rare amino acids are not supported yet: write C for selenocysteine (U), K for pyrrolysine (O), or X for unknown.",
        >= 'a' and <= 'z' => "write capital letters.",
        '-' or '.' => "take out the gaps of the alignment.",
        '*' => "a stop may only stand at the end of a FASTA sequence.",
        _ => $"use the letters {Letters}.",
    };
}
