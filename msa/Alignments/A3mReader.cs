using System.Collections.Immutable;
using System.Text;

namespace Foldline.Alignments;

/// <summary>
/// Reads A3M as Protenix and AlphaFold 3 do: blank lines and lines starting with <c>#</c> are skipped, the lines of a record are joined, anything before the first
/// <c>&gt;</c> is ignored. Only letters outside ASCII are an error; odd lengths are left to whoever turns rows into columns.
/// </summary>
public static class A3mReader
{
    /// <summary>The alignment a text holds; <see cref="Alignment.Empty"/> for a text without records.</summary>
    /// <exception cref="AlignmentFormatException">A sequence line holds a character outside ASCII.</exception>
    public static Alignment Parse(string text)
    {
        using var reader = new StringReader(text);
        return new Alignment([.. Read(reader)]);
    }

    /// <summary>The alignment a file holds; gzip is recognised by content.</summary>
    /// <exception cref="AlignmentFormatException">A sequence line holds a character outside ASCII.</exception>
    public static async Task<Alignment> ReadFileAsync(string path, CancellationToken cancellationToken = default)
    {
        await using var stream = AlignmentFile.OpenRead(path);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        return Parse(text);
    }

    /// <summary>The records of a reader, one by one as they are complete.</summary>
    /// <exception cref="AlignmentFormatException">A sequence line holds a character outside ASCII.</exception>
    public static IEnumerable<AlignmentRow> Read(TextReader reader)
    {
        string? description = null;
        var letters = new StringBuilder();
        long number = 0;
        while (reader.ReadLine() is { } raw)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '>')
            {
                if (description is not null) yield return new AlignmentRow(description, letters.ToString());
                description = line[1..];
                letters.Clear();
            }
            else if (description is not null)
            {
                var foreign = line.AsSpan().IndexOfAnyExceptInRange('\0', '\x7f');
                if (foreign >= 0)
                    throw new AlignmentFormatException("A3M", number, $"'{line[foreign]}' in the row '{description}' is not an ASCII letter.");
                letters.Append(line);
            }
        }
        if (description is not null) yield return new AlignmentRow(description, letters.ToString());
    }
}
