using System.Text.Json;

namespace Foldline.Sequences;

/// <summary>Alignments the user supplies, inline or as files, checked against their sequence.</summary>
internal static class SuppliedText
{
    /// <summary>
    /// The text of <c>field</c>, or of the file <c>fieldPath</c> names; <c>null</c> when neither is given (search), empty when it is given empty (no alignment).
    /// </summary>
    public static async Task<string?> ReadAsync(
        JsonElement chain, string place, string field, string sequence, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var inline = JsonFields.OptionalText(chain, place, field);
        var path = JsonFields.OptionalText(chain, place, field + "Path");
        if (!string.IsNullOrEmpty(path))
        {
            if (!string.IsNullOrEmpty(inline)) throw new InputException($"{JsonFields.Join(place, field)} and {JsonFields.Join(place, field)}Path are both given; keep one.");
            place = JsonFields.Join(place, field + "Path");
            return Check(await InputFile.ReadTextAsync(Resolve(path, place, folders), cancellationToken).ConfigureAwait(false), sequence, $"{place} ({path})");
        }
        return inline is null ? null : Check(inline, sequence, JsonFields.Join(place, field));
    }

    /// <summary>The alignments in a folder of Protenix's older layout: <c>non_pairing.a3m</c> and <c>pairing.a3m</c>; at least one must be there.</summary>
    public static async Task<SuppliedAlignments> ReadFolderAsync(
        string directory, string place, string sequence, IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        RefuseNone(directory, place, folders);
        var folder = folders.Select(root => Path.Combine(root, directory)).FirstOrDefault(Directory.Exists)
            ?? throw new InputException($"{place}: the folder {directory} does not exist (looked in {string.Join(" and ", folders.Distinct())}).");
        var unpaired = await OptionalAsync("non_pairing.a3m").ConfigureAwait(false);
        var paired = await OptionalAsync("pairing.a3m").ConfigureAwait(false);
        return unpaired is null && paired is null
            ? throw new InputException($"{place}: {folder} holds neither non_pairing.a3m nor pairing.a3m.")
            : new SuppliedAlignments(unpaired ?? "", paired ?? "");

        async Task<string?> OptionalAsync(string name)
        {
            var path = new[] { name, name + ".gz" }.Select(each => Path.Combine(folder, each)).FirstOrDefault(File.Exists);
            return path is null ? null : Check(await InputFile.ReadTextAsync(path, cancellationToken).ConfigureAwait(false), sequence, $"{place} ({path})");
        }
    }

    /// <summary>The first row of an A3M must fill the sequence's columns; a text of blanks counts as empty.</summary>
    private static string Check(string text, string sequence, string place)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var columns = 0;
        var inFirst = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed[0] == '#') continue;
            if (trimmed[0] == '>')
            {
                if (inFirst) break;
                inFirst = true;
            }
            else if (inFirst) columns += trimmed.Count('-') + Capitals(trimmed);
        }
        if (!inFirst) throw new InputException($"{place} is no A3M alignment: it has no line that starts with '>'.");
        return columns == sequence.Length
            ? text
            : throw new InputException($"{place}: the first row of the alignment has {columns} columns and the sequence {sequence.Length} residues; the first row must be the query.");
    }

    private static int Capitals(ReadOnlySpan<char> line)
    {
        var count = 0;
        foreach (var letter in line)
            if (char.IsAsciiLetterUpper(letter)) count++;
        return count;
    }

    private static void RefuseNone(string path, string place, IReadOnlyList<string> folders)
    {
        if (folders.Count == 0) throw new InputException($"{place}: no file can be named here ({path}); put the alignment itself into the field without 'Path'.");
    }

    private static string Resolve(string path, string place, IReadOnlyList<string> folders)
    {
        RefuseNone(path, place, folders);
        var candidates = folders.Select(folder => Path.GetFullPath(Path.Combine(folder, path))).Distinct().ToList();
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new InputException($"{place}: the file {path} does not exist (looked for {string.Join(" and ", candidates)}).");
    }
}
