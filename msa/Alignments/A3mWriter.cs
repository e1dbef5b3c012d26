using System.Text;

namespace Foldline.Alignments;

/// <summary>Writes A3M: two lines for each row, line feeds, a feed at the end.</summary>
public static class A3mWriter
{
    /// <summary>The rows as one text.</summary>
    public static string ToText(IEnumerable<AlignmentRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows) text.Append('>').Append(row.Description).Append('\n').Append(row.Letters).Append('\n');
        return text.ToString();
    }

    /// <summary>The alignment as one text; the empty text for no rows.</summary>
    public static string ToText(Alignment alignment) => ToText(alignment.Rows);

    /// <summary>Writes the rows to a file in UTF-8.</summary>
    public static async Task WriteFileAsync(string path, Alignment alignment, CancellationToken cancellationToken = default)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        foreach (var row in alignment.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteAsync('>').ConfigureAwait(false);
            await writer.WriteLineAsync(row.Description.AsMemory(), cancellationToken).ConfigureAwait(false);
            await writer.WriteLineAsync(row.Letters.AsMemory(), cancellationToken).ConfigureAwait(false);
        }
    }
}
