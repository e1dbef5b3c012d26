using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Foldline.Alignments;
using Foldline.Sequences;

namespace Foldline.Features.Templates;

/// <summary>A protein chain that hmmsearch found for a query among the sequences of known structures.</summary>
/// <param name="Entry">The PDB entry, lower case.</param>
/// <param name="Chain">The author's chain identifier.</param>
/// <param name="First">The 1-based position in the chain's sequence of the first residue of <paramref name="Row"/>.</param>
/// <param name="Row">The alignment as an A3M row: upper case and gaps are columns of the query, lower case lies between them.</param>
public sealed partial record TemplateHit(string Entry, string Chain, int First, string Row)
{
    private const double LeastAligned = 0.1, MostOfQuery = 0.95;
    private const int LeastResidues = 10;

    /// <summary>The residues found, upper case, without gaps.</summary>
    public string Residues { get; } = Row.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Columns of the query that a residue stands in.</summary>
    public int AlignedColumns => Row.Count(char.IsAsciiLetterUpper);

    /// <summary>The hits of an hmmsearch alignment in A3M, best first as the file has them; hits of anything but proteins are left out.</summary>
    /// <exception cref="InputException">The header of a protein has not the form <c>1abc_A/5-80 … length:99</c>.</exception>
    public static ImmutableArray<TemplateHit> Parse(string a3m) =>
        [.. A3mReader.Parse(a3m).Rows.Where(row => row.Description.Contains("mol:protein", StringComparison.Ordinal)).Select(Parse)];

    /// <summary>
    /// Whether the hit can teach something of a query (AlphaFold 3 supplement 2.4): it covers more than a tenth of it, has ten residues or more, and is not
    /// nearly all of the query itself.
    /// </summary>
    public bool Suits(string query) =>
        AlignedColumns > LeastAligned * query.Length && Residues.Length >= LeastResidues
        && !(query.Contains(Residues, StringComparison.Ordinal) && Residues.Length > MostOfQuery * query.Length);

    /// <summary>For each residue of the query the 0-based residue of the template's chain that is aligned to it, or −1.</summary>
    /// <param name="query">The length of the query; columns beyond it are left out.</param>
    /// <param name="chain">The sequence of the template's chain.</param>
    /// <returns><c>null</c> where the chain's sequence does not hold what was found: the file is another version of the entry.</returns>
    public int[]? Alignment(int query, string chain)
    {
        var start = First >= 1 && First - 1 + Residues.Length <= chain.Length && string.CompareOrdinal(chain, First - 1, Residues, 0, Residues.Length) == 0
            ? First - 1
            : chain.IndexOf(Residues, StringComparison.Ordinal);
        if (start < 0) return null;
        var aligned = new int[query];
        Array.Fill(aligned, -1);
        var (column, residue) = (0, start);
        foreach (char letter in Row)
        {
            if (char.IsAsciiLetterUpper(letter) && column < query) aligned[column] = residue;
            if (char.IsAsciiLetter(letter)) residue++;
            if (!char.IsAsciiLetterLower(letter)) column++;
        }
        return aligned;
    }

    private static TemplateHit Parse(AlignmentRow row) => Header().Match(row.Description) is { Success: true } match
        ? new TemplateHit(match.Groups[1].Value.ToLowerInvariant(), match.Groups[2].Value, int.Parse(match.Groups[3].ValueSpan, null), row.Letters)
        : throw new InputException($"The template hit '{row.Description}' has not the form 1abc_A/5-80 mol:protein length:99; search with hmmsearch, or remove it.");

    [GeneratedRegex(@"^([a-z0-9]{4})_([A-Za-z0-9]+)/(\d{1,6})-\d+\s.*length:\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
