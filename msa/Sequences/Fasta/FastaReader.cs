using System.Text;
using System.Text.RegularExpressions;

namespace Foldline.Sequences;

/// <summary>
/// FASTA: one record is one target, a colon separates the chains of a complex (ColabFold's convention). The name is the first word of the header. Blanks inside
/// a sequence are dropped, lower case is read as upper case and a stop (<c>*</c>) at the end of a chain is dropped, both with a notice.
/// </summary>
internal static partial class FastaReader
{
    public static IReadOnlyList<InputJob> Jobs(string path, string text)
    {
        var jobs = new List<InputJob>();
        using var reader = new StringReader(text);
        string? header = null;
        var (number, headerLine) = (0, 0);
        var sequence = new StringBuilder();
        while (reader.ReadLine() is { } raw)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == ';') continue;
            if (line[0] == '>')
            {
                Finish();
                (header, headerLine) = (line[1..].Trim(), number);
                sequence.Clear();
            }
            else if (header is null) throw new InputException($"{path}, line {number}: a sequence stands before the first '>' line.");
            else sequence.Append(line);
        }
        Finish();
        return jobs.Count > 0 ? jobs : throw new InputException($"{path} holds no FASTA record; a record is a line '>name' and the sequence on the lines after it.");

        void Finish()
        {
            if (header is null) return;
            var letters = sequence.ToString();
            var origin = $"{path}, line {headerLine}";
            jobs.Add(new InputJob(Name(header), origin, (name, notices, _) => Task.FromResult(Build(name, origin, letters, notices))));
        }
    }

    /// <summary>A target from text as people paste it: FASTA sequences and the sequence column of a CSV.</summary>
    public static Target Build(string name, string origin, string letters, List<string> notices)
    {
        var chains = string.Concat(letters.Where(letter => !char.IsWhiteSpace(letter))).Split(':');
        var plain = chains.Select(chain => (chain.EndsWith('*') ? chain[..^1] : chain).ToUpperInvariant()).ToList();
        var entities = ComplexBuilder.FromChains(plain);
        if (chains.Any(chain => chain.EndsWith('*'))) notices.Add($"{origin}: target '{name}': the stop '*' at the end was dropped.");
        if (chains.Any(chain => chain.Any(char.IsAsciiLetterLower))) notices.Add($"{origin}: target '{name}': lower-case letters were read as capitals.");
        foreach (var entity in entities)
            if (entity.Sequence.Length >= 12 && entity.Sequence.AsSpan().IndexOfAnyExcept("ACGT") < 0)
                notices.Add($"{origin}: target '{name}': chain {entity.ChainIds[0]} has only the letters A, C, G and T and is folded as a protein.");
        return new Target { Name = name, Entities = entities, Origin = origin };
    }

    private static string Name(string header)
    {
        var end = header.AsSpan().IndexOfAny(' ', '\t');
        var word = end < 0 ? header : header[..end];
        // The PDB's own FASTA says '>1AKI_1|Chain A|Lysozyme': the part before the bar names the entity.
        return PdbHeader().Match(word) is { Success: true } match ? match.Groups["entity"].Value : word;
    }

    [GeneratedRegex(@"\A(?<entity>[0-9][A-Za-z0-9]{3}_[0-9]+)\|Chains?\z", RegexOptions.CultureInvariant)]
    private static partial Regex PdbHeader();
}
