using Foldline.Structures.Predictions;

namespace Foldline.Structures.Output;

/// <summary>One predicted structure, ready to be written.</summary>
public sealed record PredictedModel
{
    /// <summary>The entry's name: letters, digits, dot, dash and underscore.</summary>
    public required string Name { get; init; }

    /// <summary>Atoms, tokens and chains.</summary>
    public required AtomLayout Layout { get; init; }

    /// <summary>Å. [atom, 3]</summary>
    public required float[] Coordinates { get; init; }

    /// <summary>Expected lDDT, 0–1. [atom]</summary>
    public required float[] AtomPlddt { get; init; }

    /// <summary>How it was made.</summary>
    public required ModelProvenance Provenance { get; init; }

    /// <summary>The seed of its random draws.</summary>
    public required long Seed { get; init; }

    /// <summary>The 0-based sample within the seed.</summary>
    public required int Sample { get; init; }
}
