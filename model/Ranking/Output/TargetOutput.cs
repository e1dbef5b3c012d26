using Foldline.Ranking.Samples;
using Foldline.Structures.Output;

namespace Foldline.Ranking.Output;

/// <summary>All that a target's result folder is written from.</summary>
public sealed record TargetOutput
{
    /// <summary>The target's samples, ranked. Its name is the folder's name.</summary>
    public required TargetRanking Ranking { get; init; }

    /// <summary>How the models were made; warnings go into every file.</summary>
    public required ModelProvenance Provenance { get; init; }

    /// <summary>The input with its alignments, AlphaFold 3's JSON, for <c>TARGET_data.json</c>; <c>null</c> writes none.</summary>
    public string? DataJson { get; init; }

    /// <summary>Which structures get full confidences; default all, as AlphaFold 3 does.</summary>
    public ConfidenceFiles Confidences { get; init; }

    /// <summary>Whether full confidences are gzip files (<c>_confidences.json.gz</c>), a tenth of the size; default false.</summary>
    public bool CompressConfidences { get; init; }
}
