using System.Text.RegularExpressions;

namespace Foldline.Alignments;

/// <summary>
/// The species of a row, by which rows of different chains are paired: the mnemonic of a UniProt entry (<c>sp|P69905|HBA_HUMAN</c>: HUMAN) or the last part of a
/// name <c>UniRef100_id_taxonomy</c>. Rules as in Protenix (protenix/data/msa/msa_utils.py) and AlphaFold 3 (data/msa_identifiers.py).
/// </summary>
public static partial class SpeciesId
{
    /// <summary>The species of a description, or the empty text where it names none (UniRef90 and metagenome names do not).</summary>
    public static string Of(string description)
    {
        var text = description.Trim();
        var match = UniProt().Match(text);
        if (!match.Success) match = UniRef100().Match(text);
        return match.Success ? match.Groups["species"].Value : "";
    }

    [GeneratedRegex(@"\A(?:tr|sp)\|[A-Z0-9]{6,10}(?:_[0-9]+)?\|[A-Z0-9]{1,10}_(?<species>[A-Z0-9]{1,5})", RegexOptions.CultureInvariant)]
    private static partial Regex UniProt();

    [GeneratedRegex(@"\AUniRef100_[^_]+_(?<species>[^_/]+)", RegexOptions.CultureInvariant)]
    private static partial Regex UniRef100();
}
