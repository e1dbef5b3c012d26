namespace Foldline.Alignments;

/// <summary>A text is not the alignment or table it should be. The message names the line; the same text will fail again.</summary>
public sealed class AlignmentFormatException : FormatException
{
    /// <summary>A format fault at a line, counted from 1.</summary>
    public AlignmentFormatException(string format, long line, string fault) : base($"{format}, line {line}: {fault}") => Line = line;

    /// <summary>The line of the fault, counted from 1.</summary>
    public long Line { get; }
}
