namespace Foldline.Sequences;

/// <summary>The letters chains may have: proteins (<see cref="ProteinAlphabet"/>), RNA (A C G U, N for unknown) and DNA (A C G T, N for unknown).</summary>
public static class PolymerAlphabet
{
    /// <summary>Says what is wrong with a sequence, or <c>null</c> when nothing is.</summary>
    public static string? Fault(EntityKind kind, string sequence) => kind switch
    {
        EntityKind.Rna => Nucleic(sequence, "ACGUNX", "an RNA", "write U for T, and capital letters; N is unknown."),
        EntityKind.Dna => Nucleic(sequence, "ACGTNX", "a DNA", "write T for U, and capital letters; N is unknown."),
        _ => ProteinAlphabet.Fault(sequence),
    };

    private static string? Nucleic(string sequence, string letters, string what, string remedy)
    {
        if (sequence.Length == 0) return "the sequence is empty.";
        var index = sequence.AsSpan().IndexOfAnyExcept(letters);
        return index < 0 ? null : $"'{sequence[index]}' at position {index + 1} is no letter of {what} chain; {remedy}";
    }
}
