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
}
