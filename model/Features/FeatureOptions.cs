using Foldline.Features.Vocabulary;

namespace Foldline.Features;

/// <summary>How features are made. The defaults are those of Protenix's inference command.</summary>
public sealed record FeatureOptions
{
    /// <summary>Alignment rows kept in all, paired ones included. Default 16384 (AlphaFold 3 supplement 2.2).</summary>
    public int MaxMsaRows { get; init; } = 16384;

    /// <summary>Paired rows kept, the query included. Default 8192, half of all.</summary>
    public int MaxPairedRows { get; init; } = 8192;

    /// <summary>Rows of one species that are paired. Default 600, so that one well-sequenced species does not fill the alignment.</summary>
    public int MaxRowsPerSpecies { get; init; } = 600;

    /// <summary>Whether the paired alignment's rows also count as unpaired ones, before them. Default true, as in the inference command.</summary>
    public bool PairedAsUnpaired { get; init; } = true;

    /// <summary>Whether alignments are used at all. Default true; without them the network sees one row, the residues themselves.</summary>
    public bool UseMsa { get; init; } = true;

    /// <summary>Whether RNA alignments are used. Default false, as in the inference command.</summary>
    public bool UseRnaMsa { get; init; }

    /// <summary>
    /// What fills the columns that a row shorter than the query leaves. The original fills them with class 0, which reads as alanine; here they are gaps. Only
    /// comparisons with the original change it.
    /// </summary>
    internal byte ShortRowPadding { get; init; } = ResidueTypes.Gap;
}
